/* Code that can be copied and focused; tables that a phone shows as lists; wide pictures; folds. */
/* What nothing but a script can use, and what would be the same on every page. */
for (const [place, name] of [["header-right", "header"], ["content-icon-container", "content"]])
  document.querySelector(`.${place}`)?.insertAdjacentHTML("afterbegin",
    `<div class="theme-toggle-container theme-toggle-${name}">
    <button class="theme-toggle" aria-label="Toggle Light / Dark / Auto color theme">` +
    ["auto-light", "auto-dark", "dark", "light"]
      .map((one) => `<svg class="theme-icon-when-${one}"></svg>`).join("") +
    `</button></div>`);
document.querySelector(".article-container")?.insertAdjacentHTML("afterbegin",
  `<a href="#" class="back-to-top muted-link"><svg></svg><span>Back to top</span></a>`);
document.querySelector("footer")?.insertAdjacentHTML("beforeend",
  `<div class="bottom-of-page"><div class="left-details">Made with
  <a href="https://www.sphinx-doc.org/">Sphinx</a> and
  <a class="muted-link" href="https://pradyunsg.me">@pradyunsg</a>'s
  <a href="https://github.com/pradyunsg/furo">Furo</a></div></div>`);
/* Where AWS tells of an operation, and boto3 of its client's method: twenty thousand
   addresses, which differ by the name that is there. */
const AWS = "https://docs.aws.amazon.com/goto/WebAPI";
const BOTO3 = "https://docs.aws.amazon.com/boto3/latest/reference/services";
const about = document.querySelector("article [data-api]");
for (const link of about ? document.querySelectorAll("article a:not([href])") : []) {
  const name = link.textContent;
  /* All operations begin with a capital letter, and no method of a client does. */
  link.href = /^[A-Z]/.test(name) ? `${AWS}/${about.dataset.api}/${name}`
    : `${BOTO3}/${about.id.split(".")[0]}/client/${name}.html`;
}
/* A link at each place that may be linked. */
const places = "article section[id] > :is(h1, h2, h3, h4), article dt[id]";
for (const place of document.querySelectorAll(places)) {
  const link = document.createElement("a");
  link.className = "headerlink";
  link.href = `#${place.id || place.parentElement.id}`;
  link.title = "Link to this place";
  link.textContent = "¶";
  place.append(link);
}
document.addEventListener("DOMContentLoaded", () => {
  for (const block of document.querySelectorAll("div.highlight pre")) {
    block.tabIndex = 0;
    /* What code prints is not copied. */
    const output = block.closest(".highlight-text, .highlight-console");
    if (!navigator.clipboard || output) continue;
    const button = document.createElement("button");
    button.className = "copy";
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy this code");
    button.addEventListener("click", async () => {
      let text = block.innerText;
      /* Of a session at the prompt, what was typed. */
      if (/^>>> /m.test(text))
        text = text.split("\n").filter((l) => /^(>>>|\.\.\.)/.test(l))
          .map((l) => l.slice(4)).join("\n");
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.parentElement.appendChild(button);
  }
  /* What is too wide for a phone is scrolled, and not made too small to be read. */
  for (const picture of document.querySelectorAll("article svg.figure")) {
    if (picture.viewBox.baseVal.width < 500) continue;
    const frame = document.createElement("div");
    frame.className = "wide";
    frame.tabIndex = 0;
    picture.replaceWith(frame);
    frame.appendChild(picture);
  }
  for (const table of document.querySelectorAll("table.docutils")) {
    const heads = [...table.querySelectorAll("thead th")].map((h) => h.textContent.trim());
    if (!heads.length) continue;
    /* Figures are read in columns, which are narrow enough. */
    const cells = table.querySelectorAll("tbody td:not(:first-child)");
    if (![...cells].some((cell) => /[^\d.,%\s-]/.test(cell.textContent))) {
      table.classList.add("figures");
      continue;
    }
    table.classList.add("as-list");
    for (const row of table.querySelectorAll("tbody tr"))
      [...row.children].forEach((cell, i) => (cell.dataset.head = heads[i] || ""));
  }
  /* A link to what is folded opens it. */
  const open = () => {
    const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = section?.querySelector(":scope > details");
    if (!folded) return;
    folded.open = true;
    section.scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", open);
  open();
});
