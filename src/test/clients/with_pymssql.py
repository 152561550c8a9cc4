"""pymssql: DB-Library below a Python driver."""
import os
import time
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pymssql
from pymssql import _mssql

from checks import can, has, raised, report, same

CONNECTION = ("SELECT SUSER_SNAME() + ' ' + auth_scheme + ' ' + encrypt_option"
              " FROM sys.dm_exec_connections WHERE session_id = @@SPID")
FOLDER = r"E:\CsData\BackendStore\LYNC\DbPath"
BACKUP = os.environ["LAB_SHARE"] + r"\pymssql.bak"


def connect(mode="clear", user="failback", password=os.environ["LAB_PASSWORD"], server="primary"):
    # FreeTDS reads this for every login.
    os.environ["FREETDSCONF"] = f"{os.environ['LAB_WORK']}/{mode}.conf"
    return pymssql.connect(
        server="localhost", port=os.environ["LAB_" + server.upper()], user=user, password=password,
        login_timeout=20, autocommit=True)


def one(connection, sql, values=None):
    cursor = connection.cursor()
    cursor.execute(sql, values)
    return cursor.fetchone()


def served(connection):
    same(one(connection, "SELECT 'served'"), ("served",))


def login():
    same(one(connect(), CONNECTION), ("failback SQL FALSE",))


def tls():
    same(one(connect("tls"), CONNECTION), ("failback SQL TRUE",))


def wrong_ca():
    error = raised(pymssql.OperationalError, lambda: connect("wrong"))
    has(str(error), "20002")


def wrong_password():
    same(raised(pymssql.OperationalError, lambda: connect(password="guessed")).args[0][0], 18456)


def ntlm():
    same(one(connect(user="LAB\\failback"), CONNECTION), ("LAB\\failback NTLM FALSE",))
    error = raised(pymssql.OperationalError, lambda: connect(user="LAB\\failback", password="guessed"))
    same(error.args[0][0], 18456)


def types():
    connection = connect()
    same(one(connection, """SELECT %s, CAST(NULL AS nvarchar(9)), CAST(%s AS varbinary(9)), CAST(255 AS tinyint),
        CAST(-32768 AS smallint), CAST(-2147483648 AS int), CAST(9223372036854775807 AS bigint), CAST(1 AS bit)""",
             ("Grüße 🦊", b"\0\1\xff")),
         ("Grüße 🦊", None, b"\0\1\xff", 255, -32768, -2147483648, 9223372036854775807, True))
    same(one(connection, """SELECT CAST(%s AS datetime), CAST('2013-02-28 23:59:59.1230000' AS datetime2),
        CAST('6F9619FF-8B86-D011-B42D-00C04FC964FF' AS uniqueidentifier),
        CAST('-12345678901234567890.123456789' AS numeric(38,9)), CAST(0.25 AS real), CAST(-1.5e300 AS float),
        CAST(NULL AS int), CAST(REPLICATE(CAST(N'🦊' AS nvarchar(max)), 10000) AS nvarchar(max))""",
             (datetime(2013, 2, 28, 23, 59, 59, 997000),)),
         (datetime(2013, 2, 28, 23, 59, 59, 997000), datetime(2013, 2, 28, 23, 59, 59, 123000),
          UUID("6F9619FF-8B86-D011-B42D-00C04FC964FF"), Decimal("-12345678901234567890.123456789"),
          0.25, -1.5e300, None, "🦊" * 10000))


def parameters():
    connection = connect()
    call = connection._conn.init_procedure("sp_executesql")
    call.bind("SELECT @number * 2 AS twice, @word AS word", _mssql.SQLVARCHAR, "@stmt")
    call.bind("@number int, @word nvarchar(20)", _mssql.SQLVARCHAR, "@params")
    call.bind(21, _mssql.SQLINT4, "@number")
    call.bind("Grüße", _mssql.SQLVARCHAR, "@word")
    call.execute()
    row = next(iter(connection._conn))
    same((row["twice"], row["word"]), (42, "Grüße"))


def output():
    connection = connect()
    call = connection._conn.init_procedure("msdb.dbo.sp_add_job")
    call.bind("pymssql", _mssql.SQLVARCHAR, "@job_name")
    call.bind("?" * 36, _mssql.SQLVARCHAR, "@job_id", output=True, max_length=40)
    same(call.execute(), 0)
    found = one(connection, "SELECT name FROM msdb.dbo.sysjobs WHERE job_id = %s", call.parameters["@job_id"])
    connection.cursor().execute("EXEC msdb.dbo.sp_delete_job @job_name = 'pymssql'")
    same(found, ("pymssql",))


def results():
    cursor = connect().cursor()
    cursor.execute("SELECT 1 AS a SELECT 'two' AS b, 2 AS c")
    found = [cursor.fetchall()]
    while cursor.nextset():
        found.append(cursor.fetchall())
    same(found, [[(1,)], [("two", 2)]])


def counts():
    cursor = connect().cursor()
    cursor.execute("CREATE TABLE #t (id int NOT NULL)")
    cursor.execute("INSERT INTO #t VALUES (1), (2), (3)")
    same(cursor.rowcount, 3)
    cursor.execute("UPDATE #t SET id = 4 WHERE id < 3")
    same(cursor.rowcount, 2)


def errors():
    connection = connect()
    error = raised(_mssql.MSSQLDatabaseException,
                   lambda: connection._conn.execute_non_query("RAISERROR('chosen words', 16, 7)"))
    same((error.number, error.severity, error.state), (50000, 16, 7))
    has(error.text.decode(), "chosen words")
    served(connection)


def chain():
    connection = connect()
    heard = listening(connection)
    raised(_mssql.MSSQLDatabaseException,
           lambda: connection._conn.execute_non_query(r"RESTORE DATABASE mgc FROM DISK = 'D:\nowhere.bak'"))
    has(" ".join(text for _, text in heard), "Cannot open backup device", "RESTORE DATABASE is terminating abnormally")


def fatal():
    connection = connect()
    same(raised(pymssql.Error, lambda: one(connection, "RAISERROR('the end', 20, 1) WITH LOG")).args[0], 50000)
    raised(pymssql.Error, lambda: served(connection))


def refusal():
    connection = connect()
    error = raised(pymssql.Error, lambda: one(connection, "SELECT 1 AS a FOR XML PATH"))
    same(error.args[0], 50000)
    has(error.args[1].decode(), "The lab does not model ")
    served(connection)


def listening(connection):
    heard = []
    connection._conn.set_msghandler(
        lambda state, severity, server, procedure, line, text: heard.append((time.monotonic(), text.decode())))
    return heard


def messages():
    connection = connect()
    heard = listening(connection)
    connection.cursor().execute("PRINT 'printed' RAISERROR('informed', 0, 1)")
    same([text for _, text in heard], ["printed", "informed"])


def progress():
    connection = connect(server="backup")
    heard = listening(connection)
    connection.cursor().execute(f"BACKUP DATABASE mgc TO DISK = '{BACKUP}' WITH COPY_ONLY, INIT, STATS = 10")
    first = next(at for at, text in heard if text == "10 percent processed.")
    assert time.monotonic() - first >= 1, "the percentages came only at the end"


def restored():
    connection = connect(server="backup")
    heard = listening(connection)
    connection.cursor().execute(
        f"RESTORE DATABASE pymssql FROM DISK = '{BACKUP}' WITH STATS = 25,"
        f" MOVE 'mgc_data' TO '{FOLDER}\\pymssql.mdf', MOVE 'mgc_log' TO '{FOLDER}\\pymssql.ldf'")
    has([text for _, text in heard], "25 percent processed.", "100 percent processed.")
    same(one(connection, "SELECT state_desc FROM sys.databases WHERE name = 'pymssql'"), ("ONLINE",))
    connection.cursor().execute("DROP DATABASE pymssql")


def cancel():
    connection = connect()
    begun = time.monotonic()
    connection._conn.execute_query("SELECT 1 AS a RAISERROR('begun', 0, 1) WITH NOWAIT WAITFOR DELAY '00:00:30'")
    next(iter(connection._conn))
    connection._conn.cancel()
    served(connection)
    assert time.monotonic() - begun < 10, "the statement went on to its end"


def rows():
    cursor = connect().cursor()
    cursor.execute("""CREATE TABLE #rows (id int NOT NULL, name nvarchar(40) NOT NULL)
        DECLARE @i int = 0
        WHILE @i < 10000 BEGIN SET @i = @i + 1 INSERT INTO #rows VALUES (@i, N'row ' + CONVERT(nvarchar(9), @i)) END
        SELECT id, name FROM #rows ORDER BY id""")
    same(cursor.fetchall(), [(i, f"row {i}") for i in range(1, 10001)])


def bulk():
    connection = connect()
    connection.cursor().execute("CREATE TABLE #t (id int NOT NULL)")
    error = raised(_mssql.MSSQLDatabaseException, lambda: connection.bulk_copy("#t", [(1,)]))
    has(str(error), "The lab does not model ")
    served(connection)


report("version", f"pymssql {pymssql.__version__}")
can("login", login)
can("tls", tls)
can("wrong-ca", wrong_ca)
can("wrong-password", wrong_password)
can("ntlm", ntlm)
can("types", types)
can("parameters", parameters)
can("output", output)
can("results", results)
can("counts", counts)
can("errors", errors)
can("chain", chain, "its handler of messages hears the texts of all, its exception has the number of one")
can("fatal", fatal)
can("refusal", refusal)
can("messages", messages)
can("progress", progress)
can("restore", restored)
can("cancel", cancel)
can("rows", rows)
can("bulk", bulk)
