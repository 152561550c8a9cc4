#!/usr/bin/env bash
# FreeTDS bsqldb: DB-Library. It ends at the first error above severity 10.
set -uo pipefail
. "$(dirname "$0")/checks.sh"

# ask SQL [USER [PASSWORD]] : over the connection that $mode names, from the server that $server names
ask() {
  FREETDSCONF="$LAB_WORK/${mode:-clear}.conf" \
    bsqldb ${quiet:+-q} -t '|' -S "${server:-primary}" -U "${2:-failback}" -P "${3:-$LAB_PASSWORD}" <<<"$1" 2>&1
}

batch() { printf '%s\ngo\n' "$@"; }

login() { says "$(quiet=1 ask "$connection")" 'failback SQL FALSE'; }

tls() { says "$(quiet=1 mode=tls ask "$connection")" 'failback SQL TRUE'; }

wrong_ca() {
  local said
  said=$(quiet=1 mode=wrong ask "$connection") && { echo "Connected: $said"; exit 1; }
  silent "$said" 'failback SQL'
}

wrong_password() { says "$(ask "$connection" failback guessed)" 'Msg 18456, Level 14, State 1'; }

ntlm() {
  says "$(quiet=1 ask "$connection" 'LAB\failback')" 'LAB\failback NTLM FALSE'
  says "$(ask "$connection" 'LAB\failback' guessed)" 'Msg 18456, Level 14, State 1'
}

types() {
  local said
  said=$(quiet=1 ask "$(batch "SELECT N'Grüße 🦊' AS a, CAST(NULL AS nvarchar(9)) AS b, CAST(0x0001FF AS varbinary(9)) AS c, CAST(255 AS tinyint) AS d, CAST(-32768 AS smallint) AS e, CAST(-2147483648 AS int) AS f, CAST(9223372036854775807 AS bigint) AS g, CAST(1 AS bit) AS h" \
    "SELECT CAST('2013-02-28 23:59:59.997' AS datetime) AS a, CAST('-1234.56789' AS numeric(12,5)) AS b, CAST(0.25 AS real) AS c, CAST(-1.5e6 AS float) AS d, CAST(NULL AS int) AS e" \
    "SELECT CAST(N'é🦊' AS nvarchar(max)) AS a")")
  says "$said" 'Grüße 🦊|NULL|0x0001ff|255|-32768|-2147483648|9223372036854775807|1' \
    'Feb 28 2013 11:59:59:997PM|-1234.56789|0.25|-1500000|NULL' 0xc3a9f09fa68a
}

results() { says "$(quiet=1 ask "SELECT 1 AS a SELECT 'two' AS b, 2 AS c")" $'1\ntwo|2'; }

counts() {
  says "$(ask "$(batch 'CREATE TABLE #t (id int NOT NULL)' 'INSERT INTO #t VALUES (1), (2), (3)' 'UPDATE #t SET id = 4 WHERE id < 3')")" \
    $'3 rows affected\n2 rows affected'
}

errors() { says "$(ask "RAISERROR('chosen %s', 16, 7, 'words')")" 'Msg 50000, Level 16, State 7' 'chosen words'; }

refusal() { says "$(ask 'SELECT 1 AS a FOR XML PATH')" 'Msg 50000, Level 16, State 1' 'The lab does not model '; }

messages() { says "$(ask "PRINT 'printed' RAISERROR('informed', 0, 1)")" printed informed; }

progress() { server=backup ask "$(backup bsqldb)" | early '10 percent processed.' 1; }

restored() {
  says "$(quiet=1 server=backup ask "$(batch "$(restore bsqldb)" "SELECT 'bsqldb is ' + state_desc AS state FROM sys.databases WHERE name = 'bsqldb'" 'DROP DATABASE bsqldb')")" \
    '25 percent processed.' '100 percent processed.' 'RESTORE DATABASE successfully processed' 'bsqldb is ONLINE'
}

rows() {
  local said
  said=$(quiet=1 ask "$ten_thousand")
  (($(grep -cP '^ *\d+\|row \d+ *$' <<<"$said") == 10000)) || { echo 'Not 10,000 rows'; exit 1; }
  says "$said" '10000|row 10000'
}

printf 'version\t%s\n' "$(tsql -C | sed -n 's/.*Version: *freetds v/FreeTDS /p')"
can login login
can tls tls
can wrong-ca wrong_ca
can wrong-password wrong_password
can ntlm ntlm
can types types 'literals only, without uniqueidentifier, datetime2 and long numbers, which its printing does not survive'
cannot parameters 'sends batches of text, never an RPC'
cannot output 'sends batches of text, never an RPC'
can results results
can counts counts
can errors errors
cannot chain 'ends at the first error of a chain'
cannot fatal 'ends by itself at any error above severity 10, so nothing shows who ended the connection'
can refusal refusal
can messages messages
can progress progress
can restore restored
cannot cancel 'sends no attention; an interrupt ends the program'
can rows rows
cannot bulk 'has no bulk load'
