"""pywinrm, with the NTLM of requests-ntlm: what the product sends over WinRM, sent by somebody else."""
import base64
import json
import os
from pathlib import Path

import pymssql
import winrm
from requests.exceptions import SSLError
from winrm.exceptions import InvalidCredentialsError, WinRMOperationTimeoutError
from winrm.protocol import Protocol

from checks import can, has, raised, report, same

MANAGEMENT, CHAT_SERVER = int(os.environ["LAB_WINRM"]), int(os.environ["LAB_WINRM"]) + 1
SCRIPTS = {path.stem: path.read_text().strip() for path in Path(os.environ["LAB_SCRIPTS"]).glob("*.txt")}
PASSWORD = os.environ["LAB_PASSWORD"]
NO_SUCH_SHELL = "2150858843"
TERMINATED = 1223


def connect(transport="ntlm", password=PASSWORD, ca=os.environ["LAB_CA"], port=MANAGEMENT):
    return Protocol(f"https://localhost:{port}/wsman", transport=transport, username="LAB\\failback",
                    password=password, ca_trust_path=ca, server_cert_validation="validate")


def given(**more):
    """Input of a script, as the product gives it."""
    data = {"pool": "chatpool.lab.example", "modules": ["SkypeForBusiness"], "server": ""} | more
    return base64.b64encode(json.dumps(data).encode()).decode()


def run(protocol, command_line, **data):
    """Output, standard error and exit code of a command whose input is the given data."""
    shell = protocol.open_shell(env_vars={"FAILBACK_INPUT": given(**data)})
    try:
        command = protocol.run_command(shell, command_line)
        output, error, code = protocol.get_command_output(shell, command)
        protocol.cleanup_command(shell, command)
        return output.decode(), error.decode(), code
    finally:
        protocol.close_shell(shell)


def answer(output):
    has(output, "@@R:", "@@\r\n")
    return json.loads(base64.b64decode(output.strip()[len("@@R:"):-len("@@")]))


def reads(protocol):
    output, _, code = run(protocol, SCRIPTS["pool-read"])
    same(code, 0)
    same(answer(output)["ok"], True)


def basic():
    reads(connect("basic"))


def ntlm():
    reads(connect())


def wrong_password():
    for transport in "basic", "ntlm":
        raised((InvalidCredentialsError,), lambda: connect(transport, password="guessed").open_shell())


def wrong_ca():
    raised(SSLError, lambda: connect(ca=os.environ["LAB_WRONG_CA"]).open_shell())


def script():
    reads(connect())
    output, _, code = run(connect(port=CHAT_SERVER), SCRIPTS["server-read"], server="chat1.dc1.lab.example", run="me")
    found = answer(output)
    same((code, found["ok"], found["server"], found["run"]), (0, True, "chat1.dc1.lab.example", "me"))


def exit_code():
    protocol = connect()
    for name, command_line in SCRIPTS.items():
        output, error, code = run(protocol, command_line, server="other.lab.example", run=name)
        found = answer(output)
        same((code, found["ok"], found["run"], found["error"]["refused"]), (1, False, name, "other-server"))
        has(error, "#< CLIXML")


def refusal():
    output, error, code = run(connect(), "ipconfig")
    same((output, code), ("", 1))
    has(error, "The lab does not model ")


def long():
    run_id = "0123456789" * 8000
    output, _, _ = run(connect(), SCRIPTS["pool-read"], run=run_id)
    assert len(output) > 100_000, len(output)
    same(answer(output)["run"], run_id)


def order(procedure):
    """Trouble is ordered from the lab over TDS."""
    os.environ["FREETDSCONF"] = f"{os.environ['LAB_WORK']}/clear.conf"
    with pymssql.connect(server="localhost", port=os.environ["LAB_PRIMARY"], user="failback", password=PASSWORD,
                         autocommit=True) as connection:
        connection.cursor().execute("EXEC lab.dbo." + procedure)


def signal():
    protocol = connect()
    protocol.operation_timeout_sec = 1
    order("hang_cmdlet @cmdlet = N'Get-CsService'")
    try:
        shell = protocol.open_shell(env_vars={"FAILBACK_INPUT": given(run="signal")})
        command = protocol.run_command(shell, SCRIPTS["pool-read"])
        raised(WinRMOperationTimeoutError, lambda: until_silent(protocol, shell, command))
        protocol.cleanup_command(shell, command)
        ended = protocol._raw_get_command_output(shell, command)
        same(ended[2:], (TERMINATED, True))
        protocol.close_shell(shell)
        has(str(raised(Exception, lambda: protocol.run_command(shell, "ipconfig"))), NO_SUCH_SHELL)
    finally:
        order("release_cmdlets")


def until_silent(protocol, shell, command):
    """Carries away what there is until the server has nothing to say within the time."""
    done = False
    while not done:
        *_, done = protocol._raw_get_command_output(shell, command)


def version():
    installed = next(Path(winrm.__file__).parent.parent.glob("pywinrm-*"))
    return installed.name.removeprefix("pywinrm-").removesuffix(".egg-info").removesuffix(".dist-info")


report("version", f"pywinrm {version()}")
can("basic", basic)
can("ntlm", ntlm)
can("wrong-password", wrong_password)
can("tls", ntlm)
can("wrong-ca", wrong_ca)
can("script", script)
can("exit", exit_code)
can("refusal", refusal)
can("long", long)
can("signal", signal)
