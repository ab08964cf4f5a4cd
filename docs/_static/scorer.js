/* Ranks what the search finds: the very thing, then types, actions and titles. */
/* Pages that readers seldom want, though they tell of much: tests/docs/test_guides.py. */
const LAST = ["maintainers", "architecture", "adding_a_service", "services", "coverage", "agreement",
  "cloudformation", "arns", "survey", "speed_figures", "changes"];
/* The name of the type or service that a page is of. */
const nameOf = (page) => {
  const [folder, service, kind] = page.split("/");
  if (folder !== "services" || !kind) return "";
  return kind === "index" ? service : `${service}.${kind}`;
};
/* Sphinx's index of what tools/reference/search.py has left of it. */
function grown(index) {
  const names = index.docnames.map(nameOf);
  index.filenames = index.docnames;
  index.titles = index.titles.map((title, page) => title || names[page]);
  names.forEach((name, page) => name && (index.alltitles[name] ??= []).push([page, null]));
  for (const pages of Object.values(index.terms))
    if (pages.length) pages.forEach((step, i) => i && (pages[i] += pages[i - 1]));
  const kinds = ["py:method", "py:attribute"].map((kind) =>
    Number(Object.keys(index.objtypes).find((number) => index.objtypes[number] === kind)));
  for (const [owner, [page, ...both]] of Object.entries(index.members))
    both.forEach((members, i) => {
      for (const member of members.split(" ").filter(Boolean)) {
        const [name, called] = member.split(":");
        (index.objects[owner] ??= []).push([page, kinds[i], 1, "", name]);
        if (called === undefined) continue;
        const method = called || name;
        for (const entry of new Set([method, method.replaceAll("_", "")]))
          (index.indexentries[entry] ??= []).push([page, `${owner}.${name}`, true]);
      }
    });
  return index;
}
/* What was found at each place of the reference. */
const foundAt = new Map();
/* Has Sphinx list a place once, however it was found: it lists results apart that differ in
   title, place or description. */
function join(result) {
  const [docname, title, anchor, descr, , , kind] = result;
  const name = nameOf(docname);
  if (!name) return;
  if (kind === "index") result[1] = anchor.slice(1);
  const itself = result[1] === name;
  if (itself) result[2] = "";
  const place = docname + result[2];
  const there = foundAt.get(place) || [];
  foundAt.set(place, [...there, result]);
  if (itself) result[3] = name.includes(".") ? "resource type" : "service";
  else if (kind === "object") {
    const said = /class/.test(descr) ? "resource type"
      : /attribute/.test(descr) ? "attribute" : "method";
    for (const one of [...there, result]) one[3] = said;
  }
  else if (kind === "index") result[3] = there[0]?.[3] || "by a name of its operation";
}
var Scorer = {
  objNameMatch: 60,
  objPartialMatch: 25,
  objPrio: { 0: 30, 1: 20, 2: 5 },
  objPrioDefault: 0,
  title: 50,
  partialTitle: 15,
  term: 5,
  partialTerm: 1,
  score: (result) => {
    const [docname, title, anchor, descr, score, filename, kind] = result;
    const query = new URLSearchParams(window.location.search).get("q") || "";
    join(result);
    const asked = query.toLowerCase().trim().replace(/\(\)$/, "").split(/[\s.]+/).join(".");
    const name = (title || "").toLowerCase();
    let more = 0;
    if (name === asked) more = 1000;
    else if (kind === "index") more = score >= 100 ? 400 : 0;
    else if (kind === "object" && name.endsWith("." + asked)) more = 300;
    /* A type before its members. */
    if (kind === "object" && /class/.test(descr || "")) more += 50;
    if (kind === "object" && /attribute/.test(descr || "")) more -= 10;
    /* What nobody has read after what somebody has: it is on the page of its service. */
    const parts = name.split(".").length - (/class/.test(descr || "") ? 0 : 1);
    if (kind === "object" && /^services.*index$/.test(docname) && parts > 1) more -= 20;
    if (LAST.includes(docname)) more -= 40;
    else if (kind === "title" && !docname.startsWith("services/")) more += 380;
    /* A page by its title before those by one of their headings. */
    if (kind === "text") {
      const words = name.split(/\W+/);
      const wanted = query.toLowerCase().split(/\s+/).filter((word) => word.length > 2);
      const named = (word) => words.some((one) => one.startsWith(word.slice(0, 4)));
      more += 10 * wanted.filter(named).length;
    }
    return score + more;
  },
};
