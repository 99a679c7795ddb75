"""The verb of PACS: query, get, send, listen. A password comes from the keyring, the environment or the terminal."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import SUPPRESS
from dataclasses import asdict, replace
from pathlib import Path

from medseg_gui.cli.base import Options, Parser, Verb, report, say, show, table
from medseg_gui.core.errors import MedsegError
from medseg_gui.core.pacs import CALLING, FIELDS, Listening, Query, Server, Wanted

PASSWORD, TOKEN = "MEDSEG_PACS_PASSWORD", "MEDSEG_PACS_TOKEN"
"""Environment variables: on the command line every user of the computer could read them."""


def query(options: Options) -> int:
    from medseg_gui.workers import pacs
    from medseg_gui.workers.job import run_now

    names = ("patient_id", "patient_name", "date", "modality", "accession", "study", "limit")
    asked = Query(**{name: getattr(options, name) for name in names})
    found = run_now(pacs.find(_server(options), asked), report)
    uid = asked.level
    lines = [[uid, *FIELDS], *([getattr(row, uid), *(getattr(row, f) for f in FIELDS)] for row in found)]
    show(options, [asdict(row) for row in found], table(lines) if found else "Nothing found.")
    return 0


def get(options: Options) -> int:
    from medseg_gui.workers import pacs
    from medseg_gui.workers.job import run_now

    wanted = Wanted(options.study, options.series)
    listening = _listening(options) if options.via == "move" else None
    steps = pacs.retrieve(_server(options), wanted, Path(options.out), options.via, listening)
    got = run_now(steps, report)
    data = {"folder": str(got.folder), "files": got.files, "expected": got.expected, "kept": got.kept}
    before = f", {got.kept} of them were there before" if got.kept else ""
    show(options, data | {"series": list(got.series)}, f"{got.folder}: {got.files} of {got.expected} objects{before}")
    return 0


def send(options: Options) -> int:
    from medseg_gui.workers import pacs
    from medseg_gui.workers.job import run_now

    server = _server(options)
    sent = run_now(pacs.send(server, [Path(p) for p in options.paths]), report)
    data = {
        "sent": [str(p) for p in sent.files],
        "listed": [str(p) for p in sent.listed],
        "unasked": sent.unasked,
        "failed": [{"file": str(p), "why": why} for p, why in sent.failed],
    }
    lines = [f"sent{' and listed by the server' if p in sent.listed else ''}: {p}" for p in sent.files]
    lines += [f"The server could not be asked whether it has them: {sent.unasked}"] if sent.unasked else []
    show(options, data, "\n".join(lines))
    sent.require_all(server)
    return 0


def listen(options: Options) -> int:
    from medseg_gui.workers import pacs

    listening = _listening(options)
    steps = pacs.listen(listening, Path(options.out), options.most)
    said, received = False, 0
    try:
        while True:
            progress = next(steps)
            received = int(progress.figures["received"])
            if not said:
                said = True
                sys.stderr.write(f"{progress.text}; Ctrl+C ends it\n")
                sys.stderr.flush()
    except StopIteration as stop:
        received = stop.value
    except KeyboardInterrupt:
        steps.close()
    show(options, {"folder": options.out, "received": received}, f"{options.out}: {received} objects received")
    return 0


WHAT = {"query": query, "get": get, "send": send, "listen": listen}


def pacs(options: Options) -> int:
    return WHAT[options.what](options)


def _server(options: Options) -> Server:
    """Whom to ask, with the password where there is a user. Raises MedsegError where nobody can be asked for it."""
    from medseg_gui.workers.pacs import keep_password, with_password

    server = Server(
        options.server,
        options.ae,
        options.user,
        options.ca,
        options.cert,
        options.key,
        options.plain_password,
        os.environ.get(PASSWORD, "") if options.user else "",
        os.environ.get(TOKEN, ""),
    )
    server = with_password(server)
    if options.user and not server.password and not server.token:
        if not sys.stdin.isatty():
            raise MedsegError("There is no password for the user", server.address, f"Set {PASSWORD}.")
        server = replace(server, password=getpass.getpass(f"Password of {options.user}: "))
        if options.keep_password and not keep_password(server.address, server.user, server.password):
            say("There is no keyring here: the password is not kept.")
    return server


def _listening(options: Options) -> Listening:
    allowed = tuple(options.allow)
    return Listening(options.port, options.ae, options.host, allowed, options.cert, options.key, options.ca)


def _arguments(parser: Parser) -> None:
    actions = parser.add_subparsers(dest="what", required=True, metavar="query|get|send|listen")
    address = "dicom://TITLE@host:port, dicoms://TITLE@host:port (TLS) or the http(s) address of its DICOMweb service"
    examples = {
        "query": "medseg pacs query dicom://ORTHANC@pacs:4242 --patient-name 'Doe*' --date 20260101-",
        "get": "medseg pacs get https://pacs/dicom-web --user me --study 1.2.3 --out studies",
        "send": "medseg pacs send dicoms://PACS@pacs:2762 mask.dcm --ca hospital.pem",
        "listen": "medseg pacs listen --port 11112 --host 0.0.0.0 --allow PACS --out incoming",
    }
    helps = {
        "query": "studies, or with --study the series of one",
        "get": "retrieve a study or series",
        "send": "send DICOM files and folders: masks, structure sets, series",
        "listen": "take what is pushed to us, until Ctrl+C",
    }
    for name, text in helps.items():
        sub = actions.add_parser(name, help=text, description=text, epilog=f"Example: {examples[name]}")
        sub.add_argument("--json", action="store_true", default=SUPPRESS, help="figures as JSON")
        sub.add_argument("--ae", default=CALLING, metavar="TITLE", help="our own AE title (%(default)s)")
        sub.add_argument("--ca", default="", metavar="PEM", help="the certificates to trust, if not the system's")
        sub.add_argument("--cert", default="", metavar="PEM", help="our own certificate")
        sub.add_argument("--key", default="", metavar="PEM", help="its private key")
        if name != "listen":
            sub.add_argument("server", help=address)
            sub.add_argument("--user", default="", help=f"password from the keyring, {PASSWORD} or the terminal")
            sub.add_argument("--keep-password", action="store_true", help="put a typed password into the keyring")
            sub.add_argument("--plain-password", action="store_true", help="let it travel unencrypted")
        if name in ("get", "listen"):
            sub.add_argument("--out", required=True, metavar="DIR", help="objects come to DIR/study/series/")
            sub.add_argument("--port", type=int, default=11112, help="of our receiver (%(default)s)")
            sub.add_argument("--host", default="127.0.0.1", help="where it listens (%(default)s; 0.0.0.0: everywhere)")
            sub.add_argument(
                "--allow", action="append", default=[], metavar="TITLE", help="only calls of this AE title"
            )
    query_, get_, send_, listen_ = (actions.choices[name] for name in helps)
    for name in ("patient-id", "patient-name", "accession"):
        query_.add_argument(f"--{name}", default="", help="* and ? are wild")
    query_.add_argument("--date", default="", help="20260131, 20260101-20260131, 20260101- or -20260131")
    query_.add_argument("--modality", default="")
    query_.add_argument("--study", default="", metavar="UID", help="list its series")
    query_.add_argument("--limit", type=int, default=200, help="(%(default)s)")
    get_.add_argument("--study", required=True, metavar="UID")
    get_.add_argument("--series", default="", metavar="UID")
    get_.add_argument("--via", choices=("get", "move"), default="get", help="C-GET, or C-MOVE to our receiver")
    send_.add_argument("paths", nargs="+")
    listen_.add_argument("--most", type=int, default=0, metavar="N", help="end after N objects")


PACS = Verb(
    "pacs",
    pacs,
    "Query, retrieve from, send to and receive from a PACS, by DIMSE or DICOMweb",
    "medseg pacs query dicom://ORTHANC@pacs:4242 --patient-name 'Doe*'",
    _arguments,
)
