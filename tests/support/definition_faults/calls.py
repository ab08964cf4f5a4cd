"""What is called, and with what."""

from __future__ import annotations

from shelves import GONE

from .places import BATCH, BOOK, BOOKS, LEND, LOAD, SHELF, SHELVES, call, fill, read

CALLS = [
    (
        f"{SHELF}colour",
        "red",
        "Shelf has the key colour, which boto3 does not read there.",
    ),
    (
        f"{SHELF}waiters.Full.path",
        "Shelf",
        "Shelf.waiters.Full has the key path, which boto3 does not read there.",
    ),
    (
        f"{BOOKS}request.params.0.value",
        "x",
        "Shelf.hasMany.Books fills ShelfId from identifier with a value, which is not"
        " read.",
    ),
    (
        f"{LEND}request.params.2.source",
        "colour",
        "Book.actions.Lend fills Kind from colour, which boto3 cannot do there.",
    ),
    (
        f"{LEND}request.params.2.value",
        GONE,
        [
            "Book.actions.Lend fills Kind from string without saying its value.",
            "Book.actions.Lend fills Kind, but None is not among its values SHORT,"
            " LONG.",
        ],
    ),
    (
        f"{SHELVES}request.params",
        [fill("Marker", "Id")],
        "service.hasMany.Shelves fills Marker from identifier, but a service has none.",
    ),
    (
        f"{LEND}request.operation",
        "LendBok",
        "Book.actions.Lend calls LendBok, which shelves does not have.",
    ),
    (
        f"{SHELF}waiters.Full.waiterName",
        "ShelfFul",
        "Shelf.waiters.Full waits for ShelfFul, which is no waiter of shelves.",
    ),
    (
        f"{LOAD}request.params.0.target",
        "shelfId",
        "Book.load fills shelfId, but BooksInput has no member shelfId, but ShelfId.",
    ),
    (
        f"{LOAD}request.params.1.target",
        "Numbers",
        "Book.load fills Numbers, but it takes a list of integer, not an identifier:"
        " add [0] or [].",
    ),
    (
        f"{LOAD}request.params.0.target",
        "ShelfId[0]",
        "Book.load fills ShelfId[0], but ShelfId is a string, which takes no index.",
    ),
    (
        f"{LOAD}request.params.1.target",
        "Numbers[0",
        "Book.load fills Numbers[0, but Numbers[0 is not a path of members and"
        " [indexes].",
    ),
    (
        f"{LEND}request.params.2.value",
        "TINY",
        "Book.actions.Lend fills Kind, but 'TINY' is not among its values SHORT, LONG.",
    ),
    (
        f"{LEND}request.params.3",
        read("For", "Title", "data"),
        "Book.actions.Lend fills For, but Title is a string and it takes an integer.",
    ),
    (
        f"{LEND}request.params.3",
        read("For", "Price", "data"),
        "Book.actions.Lend fills For, but Book has no member Price.",
    ),
    (
        f"{BATCH}1.target",
        "Entries[].Number",
        "Book.batchActions.Delete fills several members of Entries[], which boto3 puts"
        " into one element each: use Entries[*].",
    ),
    (
        f"{LOAD}request.params.1.target",
        "Numbers[*]",
        "Book.load uses [*] outside a batch action.",
    ),
    (
        f"{SHELF}waiters.Full",
        {"waiterName": "ShelfTitled", "params": [fill("Ids[0]", "Id")]},
        "Shelf.waiters.Full waits on where Shelves is empty: generate its acceptors, or"
        " say with absent what that means.",
    ),
    (
        f"{SHELF}waiters.Full.params",
        [],
        [
            "Shelf.waiters.Full does not fill Id, without which DescribeShelf cannot be"
            " called.",
            "Shelf.waiters.Full does not tell the Id of its Shelf, and so is about"
            " others as well.",
        ],
    ),
    (
        f"{SHELVES}request.operation",
        "ListBooks",
        [
            "service.hasMany.Shelves does not fill ShelfId, without which ListBooks"
            " cannot be called.",
            "service.hasMany.Shelves reads Shelves[], but BooksOutput has no member"
            " Shelves.",
            "service.hasMany.Shelves reads Shelves[].Id, but BooksOutput has no member"
            " Shelves.",
            "Shelf lists ShelfSummary, which nothing fills it from.",
            "Shelf is in no collection of DescribeShelves, whose omits it has.",
            'ListBooks is not of all: "By default, lent books are not listed." Say in'
            " [lists] with which input it is, or what it leaves out.",
            "service.hasMany.Shelves reads Shelves[].Id, but Books is what is paged.",
        ],
    ),
    (
        f"{LEND}request.params.1",
        GONE,
        "Book.actions.Lend does not tell the Number of its Book, and so is about others"
        " as well.",
    ),
    (
        f"{LOAD}request.params.1",
        GONE,
        "Book.load does not ask for its Number, and so brings the data of another"
        " item.",
    ),
    (
        f"{LOAD}request.params.0",
        read("ShelfId", "ShelfId", "data"),
        [
            "Book.load does not ask for its ShelfId, and so brings the data of another"
            " item.",
            "Book.load needs the data that it loads.",
        ],
    ),
    (
        f"{SHELF}load",
        {**call("DescribeShelves", fill("IdPrefix", "Id")), "path": "Shelves[0]"},
        [
            "Shelf.load takes the first of a list asked for by IdPrefix, which others"
            " may share.",
            "Shelf.load brings ShelfSummary, which lacks Labels, Length, NeighbourId,"
            " Owner, Rooms.",
        ],
    ),
    (
        f"{SHELF}batchActions.Delete.request.params.0.target",
        "IdPrefix",
        [
            "Shelf.batchActions.Delete puts no identifier into a list, and so acts on"
            " the last item only: give the target [] or [*].",
            "DescribeShelves and DeleteShelves of the Shelf that it lists take Ids,"
            " which the latter is not told.",
        ],
    ),
    (
        f"{BATCH}1.name",
        "ShelfId",
        "Book.batchActions.Delete does not list Number, which tells its items apart.",
    ),
    (
        f"{SHELF}batchActions.Delete.request.params.1",
        {"target": "Ids[]", "source": "string", "value": "all"},
        "Shelf.batchActions.Delete repeats the constant 'all' in Ids[] for every item:"
        " use [0].",
    ),
    (
        f"{BOOK}batchActions.Delete.limit",
        GONE,
        "Book.batchActions.Delete may send any number in a call; DeleteBooks takes 25.",
    ),
    (
        f"{BOOK}batchActions.Delete.limit",
        26,
        "Book.batchActions.Delete may send 26 in a call; DeleteBooks takes 25.",
    ),
    (
        f"{LEND}lock",
        GONE,
        "Book.actions.Lend does not send as RevisionId the RevisionId that Book was"
        " read with.",
    ),
]
