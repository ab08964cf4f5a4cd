"""What is made of an answer."""

from __future__ import annotations

from shelves import GONE

from .places import (
    BOOK,
    BOOKS,
    CREATE,
    LEND,
    LOAD,
    SHELF,
    SHELVES,
    Fault,
    ask,
    fill,
    read,
)

ANSWERS: list[Fault] = [
    (
        f"{SHELVES}path",
        "Shelves[]",
        "service.hasMany.Shelves has its path beside resource, where boto3 does not"
        " read it: move it inside.",
    ),
    (
        f"{CREATE}path",
        "Shelf",
        "service.actions.CreateShelf has its path beside resource, where boto3 does"
        " not read it: move it inside.",
    ),
    (
        f"{SHELF}has.Neighbour.resource.identifiers.0.source",
        "response",
        "Shelf.has.Neighbour fills Id from response, which boto3 cannot do there.",
    ),
    (
        f"{SHELF}has.Neighbour.resource.type",
        "Shelv",
        "Shelf.has.Neighbour yields Shelv, which is not a type of shelves.",
    ),
    (
        f"{LOAD}request.params.0.name",
        "Shelf",
        [
            "Book.load fills ShelfId from the identifier Shelf, but Book has ShelfId,"
            " Number.",
            "Book.load does not ask for its ShelfId, and so brings the data of another"
            " item.",
        ],
    ),
    (
        f"{BOOKS}resource.identifiers.1",
        GONE,
        [
            "Shelf.hasMany.Books does not set Number of Book.",
            "Shelf.hasMany.Books is a collection, but no identifier comes from a list.",
        ],
    ),
    (
        f"{BOOK}identifiers.1.list",
        True,
        [
            "Book.load fills Numbers[0], but it takes an integer, not a list.",
            "Book.actions.Lend fills Number, but it takes an integer, not a list.",
            "Book.batchActions.Delete fills Entries[*].Number, but it takes an integer,"
            " not a list.",
            "Shelf.hasMany.Books reads Number from Books[].Number, but it is a list of"
            " integer.",
        ],
    ),
    (
        f"{BOOKS}resource.identifiers.2",
        read("Title", "Books[].Title"),
        "Shelf.hasMany.Books sets Title, which Book does not have.",
    ),
    (
        f"{BOOKS}resource.identifiers.2",
        read("Number", "Books[].Number"),
        "Shelf.hasMany.Books sets an identifier of Book twice.",
    ),
    (
        f"{SHELF}has.Book.resource.identifiers",
        [ask("Number"), fill("ShelfId", "Id")],
        "Shelf.has.Book sets the identifiers of Book out of order (ShelfId, Number).",
    ),
    (
        f"{SHELF}has.Book.resource.identifiers",
        [ask("ShelfId"), fill("Number", "Id")],
        "Shelf.has.Book takes an identifier of Book from the user before one of its"
        " own, which boto3 passes by position and so exchanges.",
    ),
    (
        f"{SHELF}has.Book.resource.identifiers",
        [read("ShelfId", "NeighbourId", "data"), ask("Number")],
        "Shelf.has.Book fills Number from input, but a reference is read, never"
        " called.",
    ),
    (
        f"{CREATE}resource.identifiers.0",
        read("Id", "Id", "requestParameter"),
        "service.actions.CreateShelf takes Id from Id, which CreateShelf does not"
        " require: where the answer tells it, read it there.",
    ),
    (
        f"{SHELF}load.path",
        "shelf",
        "Shelf.load reads shelf, but ShelfOutput has no member shelf, but Shelf.",
    ),
    (
        f"{LOAD}path",
        "Books",
        "Book.load reads Books as data, but it is a list of structure.",
    ),
    (
        f"{SHELF}load.path",
        "$.Shelf",
        "Shelf.load reads $.Shelf, but $.Shelf is not a JMESPath.",
    ),
    (
        f"{SHELF}load.path",
        "Shelf | keys(@)",
        "Shelf.load reads Shelf | keys(@), but its function_expression cannot be"
        " checked; use fields, [] and [0].",
    ),
    (
        f"{LOAD}path",
        "Books[0].Number[0]",
        "Book.load reads Books[0].Number[0], but an integer is taken for a list.",
    ),
    (
        f"{LEND}path",
        "Lent",
        "Book.actions.Lend reads Lent, but LendBook has nothing there.",
    ),
    (
        f"{BOOKS}resource.path",
        "Books[].Title",
        "Shelf.hasMany.Books reads Books[].Title as data, but it is a list of string.",
    ),
    (
        f"{BOOKS}resource.identifiers.1.path",
        "Books",
        "Shelf.hasMany.Books reads Number from Books, but it is a list of structure.",
    ),
    (
        f"{SHELF}has.Neighbour.resource.identifiers.0.path",
        "Labels",
        "Shelf.has.Neighbour reads Id from Labels, but it is a map.",
    ),
    (
        f"{BOOKS}resource.identifiers.1.path",
        "Others[].Number",
        "Shelf.hasMany.Books reads Number from Others[].Number, which is not within"
        " Books[].",
    ),
    (
        f"{BOOKS}resource.path",
        "Books[*]",
        "Shelf.hasMany.Books reads Books[*], on which boto3 fails if the answer is"
        " empty: choose a plainer path.",
    ),
    (
        f"{BOOKS}resource.path",
        "Books[0]",
        [
            "Shelf.hasMany.Books reads a structure as data, but several of its"
            " identifiers.",
            "Shelf.hasMany.Books reads Number from Books[].Number, which is not within"
            " Books[0].",
        ],
    ),
    (
        f"{CREATE}resource.path",
        "@",
        [
            "service.actions.CreateShelf reads @, on which boto3 fails if the answer is"
            " empty: choose a plainer path.",
            "service.actions.CreateShelf fills Shelf from ShelfOutput, which lacks"
            " Title, ShelfArn, Length ...: list ShelfOutput in its summaries.",
            "Shelf is filled from ShelfOutput, whose Shelf no attribute shows.",
        ],
    ),
    (
        f"{BOOK}load.path",
        GONE,
        "Book.load brings BooksOutput, which lacks Number, RevisionId, ShelfId, Title.",
    ),
    (
        "resources.Owner",
        {"identifiers": [{"name": "Account"}], "shape": "Owner"},
        "Owner has the shape Owner, but no load and nobody who fills it: its attributes"
        " can never be read.",
    ),
    (
        f"{SHELF}summaries",
        GONE,
        "service.hasMany.Shelves fills Shelf from ShelfSummary, which lacks Length,"
        " Owner, Labels ...: list ShelfSummary in its summaries.",
    ),
    (
        f"{SHELF}summaries.1",
        "Shelf",
        "Shelf lists Shelf, which lacks none of its attributes and so is no summary.",
    ),
    (
        f"{SHELF}summaries.1",
        "Owner",
        "Shelf lists Owner, which nothing fills it from.",
    ),
    (
        f"{SHELF}summaries.1",
        "ShelvSummary",
        "Shelf lists ShelvSummary, which is no structure of shelves.",
    ),
    (
        f"{SHELF}load",
        GONE,
        [
            "Shelf has summaries but no load to complete them.",
            "Shelf has no load for what DescribeShelves leaves out.",
        ],
    ),
    (
        f"{SHELF}load.path",
        "merge(Shelf, {Dust: Shelf.Id})",
        [
            "Shelf.load brings Shelf with Dust, whose Dust no attribute shows.",
            "Shelf.load answers with Dust, which no attribute of Shelf shows: generate"
            " its extras.",
        ],
    ),
    (
        f"{SHELF}load",
        {
            "request": {
                "operation": "DescribeShelves",
                "params": [fill("Ids[0]", "Id")],
            },
            "path": "Shelves[]",
        },
        [
            "Shelf.load brings ShelfSummary, which lacks Labels, Length, NeighbourId,"
            " Owner, Rooms.",
            "Shelf.load looks through all of DescribeShelves: DescribeShelf describes"
            " one.",
        ],
    ),
    (
        f"{BOOK}load",
        {
            "request": {
                "operation": "ListBooks",
                "params": [fill("ShelfId", "ShelfId")],
            },
            "path": "Books[]",
        },
        "Book.load does not ask ListBooks for its Number, which Numbers takes.",
    ),
    (
        f"{BOOKS}leavesOut",
        GONE,
        'ListBooks is not of all: "By default, lent books are not listed." Say in'
        " [lists] with which input it is, or what it leaves out.",
    ),
    (
        f"{BOOKS}defaults",
        {"Lent": True},
        "Shelf.hasMany.Books asks with Lent, which its list does not take.",
    ),
    (
        f"{BOOK}batchActions.Delete.failures",
        GONE,
        "DeleteBooks answers with Failures of what was not done, and"
        " Book.batchActions.Delete says nothing of it: generate its failures.",
    ),
    (
        f"{BOOK}batchActions.Delete.failures",
        ["Failures", "Unread"],
        "Book.batchActions.Delete has failures at Unread, but DeleteBooksOutput has no"
        " member Unread.",
    ),
    (
        f"{SHELF}extras",
        {"Dust": {"shape": "Text"}},
        "No answer about Shelf has Dust beside its data.",
    ),
    (
        f"{SHELF}extras",
        {"Title": {"shape": "Text"}},
        "Shelf has another title than Title.",
    ),
    (
        "service.actions.Burn",
        {"request": {"operation": "BurnBook"}},
        'service.actions.Burn calls BurnBook, of which AWS says: "This operation is'
        ' retired." Generate it, so that no list has it.',
    ),
    (
        "service.actions.Buy",
        {
            "request": {"operation": "Buy"},
            "resource": {
                "type": "Shelf",
                "identifiers": [read("Id", "Shelf.Id")],
                "path": "Shelf",
            },
        },
        "service.actions.Buy may answer with Book, and then returns no Book: write it"
        " in returns.",
    ),
    (
        f"{SHELF}omits",
        GONE,
        'DescribeShelves leaves Title of Shelf out, as AWS says: "This operation does'
        ' not return the Title , even though it is an attribute of a shelf." Write it'
        " in the omits of Shelf.",
    ),
    (
        f"{SHELF}omits",
        {"DescribeShelves": ["Title"], "DescribeShelf": ["Labels"]},
        "Shelf is in no collection of DescribeShelf, whose omits it has.",
    ),
    (
        f"{SHELF}omits",
        {"DescribeShelves": ["Title", "Tag"]},
        "Shelf has no Tag that DescribeShelves could leave out.",
    ),
    (
        f"{SHELVES}resource",
        {
            "type": "Shelf",
            "identifiers": [read("Id", "Lost[].Id")],
            "path": "Lost[]",
        },
        "service.hasMany.Shelves reads Lost[], but Shelves is what is paged.",
    ),
]
