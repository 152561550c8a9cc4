#!/usr/bin/env python3
"""Has clients that are not ours use a lab, and holds the table of what they could against the one in the documentation.

    table.py --ports-from PORT --ca FILE           ends with 1 when a check fails or the committed table says otherwise
    table.py --ports-from PORT --ca FILE --write   writes the table

A client is a program that prints its "version<tab>text" and, for every ability of its protocol, one line
"ability<tab>outcome<tab>note". The outcome is yes (the note says what was left out), none (the client has no such
ability, and the note says why) or fails.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PAGE = ROOT / "src/site/markdown/clients.md"
SCRIPTS = ROOT / "target/powershell"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
VERSIONS = "Versions of this run: "
PATIENCE_SECONDS = 180
PYTHON = "/usr/bin/python3"

TDS = {
    "login": "SQL login; only the login is encrypted",
    "tls": "SQL login; everything under TLS, certificate verified",
    "wrong-ca": "refuses a certificate of another authority of the same name",
    "wrong-password": "a wrong password is error 18456",
    "ntlm": "Windows login with NTLM; a wrong password is refused",
    "types": "types there and back",
    "parameters": "parameters of an RPC",
    "output": "`OUTPUT` parameters and return status of an RPC",
    "results": "several result sets",
    "counts": "update counts",
    "errors": "number, severity and state of an error",
    "chain": "several errors of one statement",
    "fatal": "severity 20 ends the connection",
    "refusal": "what the lab does not model is error 50000, in its own name",
    "messages": "`PRINT` and messages of severity 0",
    "progress": "percentages of a backup while it runs",
    "restore": "that backup restored under another name, with percentages",
    "cancel": "a statement cancelled halfway; the connection serves on",
    "rows": "10,000 rows",
    "bulk": "bulk load is refused in the lab's own name",
}
WINRM = {
    "basic": "Basic login",
    "ntlm": "NTLM login",
    "wrong-password": "a wrong password is refused, Basic and NTLM",
    "tls": "certificate verified",
    "wrong-ca": "refuses a certificate of another authority of the same name",
    "script": "the product's scripts that only read run as they are sent",
    "exit": "each of its scripts refuses another server than the one meant: exit code 1, standard error",
    "refusal": "any other command is refused in the lab's own name",
    "long": "an answer of more than 100,000 characters, in pieces",
    "signal": "a hanging command: time-out fault, ended by a signal, its shell deleted and gone",
}
PROTOCOLS = {
    "TDS": (TDS, {
        "tsql": ["bash", "with_tsql.sh"],
        "bsqldb": ["bash", "with_bsqldb.sh"],
        "pymssql": [PYTHON, "with_pymssql.py"],
        "tedious": ["node", "with_tedious.mjs"],
    }),
    "WinRM": (WINRM, {"pywinrm": [PYTHON, "with_pywinrm.py"]}),
}


def authority_of_the_same_name(ca, into):
    """A certificate that nothing but its key tells from the lab's own."""
    subject = subprocess.run(
        ["openssl", "x509", "-in", ca, "-noout", "-subject", "-nameopt", "compat"],
        check=True, capture_output=True, text=True).stdout
    name = subject.split("=", 1)[1].strip()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", name,
         "-keyout", into / "wrong-ca.key", "-out", into / "wrong-ca.pem"], check=True, capture_output=True)
    return into / "wrong-ca.pem"


def freetds(work, primary, backup, modes):
    for mode, settings in modes.items():
        server = "\n".join(f"[{name}]\nhost = localhost\nport = {port}\n"
                           for name, port in (("primary", primary), ("backup", backup)))
        (work / f"{mode}.conf").write_text(
            "[global]\ntds version = 7.4\nclient charset = UTF-8\n" + settings + "\n" + server)


def environment(work, port, ca):
    wrong = authority_of_the_same_name(ca, work)
    freetds(work, port, port + 2, {
        "clear": "encryption = request",
        "tls": f"encryption = require\ncheck certificate hostname = yes\nca file = {ca}",
        "wrong": f"encryption = require\ncheck certificate hostname = yes\nca file = {wrong}",
    })
    # What the machine trusts or sends through a proxy is not to decide what is found.
    clean = {k: v for k, v in os.environ.items()
             if not re.fullmatch(r"(?i)(https?|all)_proxy|requests_ca_bundle|curl_ca_bundle|node_extra_ca_certs", k)}
    return clean | {
        "LC_ALL": "C.UTF-8",
        "LAB_WORK": str(work),
        "LAB_PRIMARY": str(port),
        "LAB_BACKUP": str(port + 2),
        "LAB_WINRM": str(port + 4),
        "LAB_CA": ca,
        "LAB_WRONG_CA": str(wrong),
        "LAB_PASSWORD": (Path(ca).parent / "password").read_text(),
        "LAB_SHARE": r"\\files01.dc1.lab.example\chatbackup",
        "LAB_SCRIPTS": str(SCRIPTS),
    }


def run(name, command, abilities, variables):
    """What a client found, by ability; what it did not say at all has failed."""
    try:
        ended = subprocess.run(command, cwd=HERE, env=variables, capture_output=True, text=True, errors="replace",
                               timeout=PATIENCE_SECONDS)
        lines, said = ended.stdout.splitlines(), f"exit code {ended.returncode}: {ended.stderr[-600:]}"
    except subprocess.TimeoutExpired as late:
        lines, said = (late.stdout or b"").decode().splitlines(), f"not through after {PATIENCE_SECONDS} s"
    found = {}
    for line in lines:
        ability, outcome, note = (line.split("\t") + ["", ""])[:3]
        if ability == "version":
            found[ability] = (outcome, "")
        elif ability not in abilities or outcome not in ("yes", "none", "fails") or outcome == "none" and not note:
            found[ability] = ("fails", f"not an answer: {line}")
        else:
            found[ability] = (outcome, note)
    missing = [ability for ability in ["version", *abilities] if ability not in found]
    for ability in missing:
        found[ability] = ("fails", f"says nothing ({said})")
    for ability, (outcome, note) in found.items():
        if outcome == "fails":
            print(f"{name} {ability}: {note}", file=sys.stderr)
    return found


def table(protocol, abilities, found):
    notes = {}

    def cell(client, ability):
        outcome, note = found[client][ability]
        text = {"yes": "yes", "none": "–", "fails": "FAILS"}[outcome]
        if not note or outcome == "fails":
            return text
        notes.setdefault(note, []).append(client)
        return f"{text} [{list(notes).index(note) + 1}]"

    lines = [f"| {protocol} | " + " | ".join(found) + " |", "|---|" + "---|" * len(found)]
    lines += [f"| {title} | " + " | ".join(cell(client, ability) for client in found) + " |"
              for ability, title in abilities.items()]
    lines += ["", *(f"{number}. {', '.join(dict.fromkeys(of))}: {note}." for number, (note, of) in enumerate(notes.items(), 1))]
    lines += [*([""] if notes else []), VERSIONS + "; ".join(dict.fromkeys(found[client]["version"][0] for client in found)) + ".", ""]
    return lines


def without_versions(text):
    return [line for line in text.splitlines() if not line.startswith(VERSIONS)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--ports-from", type=int, required=True, help="the lab's first port")
    options.add_argument("--ca", required=True, help="PEM file with the certificate of the lab's authority")
    options.add_argument("--write", action="store_true", help="write the table instead of comparing it")
    options = options.parse_args()
    if not SCRIPTS.is_dir():
        sys.exit(f"{SCRIPTS} is missing: the build's tests write the scripts there (mvn verify).")
    lines, failed = [BEGIN, ""], False
    with tempfile.TemporaryDirectory() as work:
        variables = environment(Path(work), options.ports_from, os.path.abspath(options.ca))
        for protocol, (abilities, clients) in PROTOCOLS.items():
            found = {name: run(name, command, abilities, variables) for name, command in clients.items()}
            failed |= any(outcome == "fails" for answers in found.values() for outcome, _ in answers.values())
            lines += table(protocol, abilities, found)
    made = "\n".join([*lines, END])
    print(made)
    page = PAGE.read_text()
    begin, end = page.index(BEGIN), page.index(END) + len(END)
    if options.write:
        PAGE.write_text(page[:begin] + made + page[end:])
    elif without_versions(page[begin:end]) != without_versions(made):
        sys.exit(f"The table in {PAGE.relative_to(ROOT)} says otherwise. If this run is right, write it with --write.")
    if failed:
        sys.exit("A client failed.")


main()
