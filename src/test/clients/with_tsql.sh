#!/usr/bin/env bash
# FreeTDS tsql: its own TDS library and nothing above it.
set -uo pipefail
. "$(dirname "$0")/checks.sh"

# ask SQL [USER [PASSWORD]] : over the connection that $mode names, from the server that $server names
ask() {
  printf '%s\nexit\n' "$1" | FREETDSCONF="$LAB_WORK/${mode:-clear}.conf" \
    tsql -o q -S "${server:-primary}" -U "${2:-failback}" -P "${3:-$LAB_PASSWORD}" 2>&1
}

batch() { printf '%s\ngo\n' "$@"; }

login() { says "$(ask "$(batch "$connection")")" 'failback SQL FALSE'; }

tls() { says "$(mode=tls ask "$(batch "$connection")")" 'failback SQL TRUE'; }

wrong_ca() {
  local said
  said=$(mode=wrong ask "$(batch "$connection")") && { echo "Connected: $said"; exit 1; }
  says "$said" 'Error 20002 (severity 9)'
}

wrong_password() { says "$(ask "$(batch "$connection")" failback guessed)" 'Msg 18456 (severity 14, state 1)'; }

ntlm() {
  says "$(ask "$(batch "$connection")" 'LAB\failback')" 'LAB\failback NTLM FALSE'
  says "$(ask "$(batch "$connection")" 'LAB\failback' guessed)" 'Msg 18456 (severity 14, state 1)'
}

types() {
  local said
  said=$(ask "$(batch "SELECT N'Grüße 🦊' AS a, CAST(NULL AS nvarchar(9)) AS b, CAST(0x0001FF AS varbinary(9)) AS c, CAST(255 AS tinyint) AS d, CAST(-32768 AS smallint) AS e, CAST(-2147483648 AS int) AS f, CAST(9223372036854775807 AS bigint) AS g, CAST(1 AS bit) AS h" \
    "SELECT CAST('2013-02-28 23:59:59.997' AS datetime) AS a, CAST('2013-02-28 23:59:59.1234567' AS datetime2) AS b, CAST('6F9619FF-8B86-D011-B42D-00C04FC964FF' AS uniqueidentifier) AS c, CAST('-12345678901234567890.123456789' AS numeric(38,9)) AS d, CAST(0.25 AS real) AS e, CAST(-1.5e6 AS float) AS f, CAST(NULL AS int) AS g" \
    "SELECT REPLICATE(CAST(N'🦊' AS nvarchar(max)), 10000) + N'.' AS a")")
  says "$said" $'Grüße 🦊\tNULL\t0001ff\t255\t-32768\t-2147483648\t9223372036854775807\t1' \
    $'Feb 28 2013 11:59PM\tFeb 28 2013 11:59PM\t6F9619FF-8B86-D011-B42D-00C04FC964FF\t-12345678901234567890.123456789\t0.25\t-1500000\tNULL'
  (($(grep -o '🦊' <<<"$said" | wc -l) == 10001)) || { echo 'nvarchar(max) is not whole'; exit 1; }
}

results() { says "$(ask "$(batch "SELECT 1 AS a SELECT 'two' AS b, 2 AS c")")" $'a\n1\nb\tc\ntwo\t2'; }

errors() { says "$(ask "$(batch "RAISERROR('chosen %s', 16, 7, 'words')")")" 'Msg 50000 (severity 16, state 7)' '"chosen words"'; }

chain() { says "$(ask "$(batch "$nowhere")")" 'Msg 3201 (severity 16, state 1)' 'Msg 3013 (severity 16, state 1)'; }

fatal() {
  local said
  said=$(ask "$(batch "RAISERROR('the end', 20, 1) WITH LOG" "SELECT 'served' AS answer")")
  says "$said" 'Msg 50000 (severity 20, state 1)'
  silent "$said" served
}

refusal() { says "$(ask "$(batch 'SELECT 1 AS a FOR XML PATH')")" 'Msg 50000 (severity 16, state 1)' '"The lab does not model '; }

messages() { says "$(ask "$(batch "PRINT 'printed' RAISERROR('informed', 0, 1)")")" printed informed; }

progress() { server=backup ask "$(batch "$(backup tsql)")" | early '10 percent processed.' 1; }

restored() {
  says "$(server=backup ask "$(batch "$(restore tsql)" "SELECT 'tsql is ' + state_desc AS state FROM sys.databases WHERE name = 'tsql'" 'DROP DATABASE tsql')")" \
    '25 percent processed.' '100 percent processed.' 'RESTORE DATABASE successfully processed' 'tsql is ONLINE'
}

rows() {
  local said
  said=$(ask "$(batch "$ten_thousand")")
  (($(grep -cP '^\d+\trow \d+$' <<<"$said") == 10000)) || { echo 'Not 10,000 rows'; exit 1; }
  says "$said" $'10000\trow 10000'
}

printf 'version\t%s\n' "$(tsql -C | sed -n 's/.*Version: *freetds v/FreeTDS /p')"
can login login
can tls tls
can wrong-ca wrong_ca
can wrong-password wrong_password
can ntlm ntlm
can types types 'literals only'
cannot parameters 'sends batches of text, never an RPC'
cannot output 'sends batches of text, never an RPC'
can results results
cannot counts 'counts the rows that it prints, not those that a statement changed'
can errors errors
can chain chain
can fatal fatal
can refusal refusal
can messages messages
can progress progress
can restore restored
cannot cancel 'sends no attention; an interrupt ends the program'
can rows rows
cannot bulk 'has no bulk load'
