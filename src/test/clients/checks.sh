# How the clients written in bash say what they found; see table.py.

report() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }

# can ABILITY FUNCTION [WHAT WAS LEFT OUT] : the function ends with other than 0 where the client fails
can() {
  local said
  if said=$("$2" 2>&1); then
    report "$1" yes "${3:-}"
  else
    report "$1" fails "$(tr '\n\t' '  ' <<<"$said" | head -c 600)"
  fi
}

# cannot ABILITY REASON
cannot() { report "$1" none "$2"; }

# says TEXT PART… : the text has each of these parts
says() {
  local text=$1 line
  shift
  for line in "$@"; do
    [[ $text == *"$line"* ]] || { echo "Expected: $line. Got: $text"; exit 1; }
  done
}

# silent TEXT WORDS : the text does not have the words
silent() {
  [[ $1 != *"$2"* ]] || { echo "Did not expect: $2. Got: $1"; exit 1; }
}

# early WORDS SECONDS : standard input has the words at least so long before it ends
early() {
  local line seen=''
  while IFS= read -r line; do
    [[ -n $seen || $line != *"$1"* ]] || seen=${EPOCHREALTIME/./}
  done
  [[ -n $seen ]] || { echo "\"$1\" never came"; exit 1; }
  ((${EPOCHREALTIME/./} - seen >= $2 * 1000000)) || { echo "\"$1\" came only at the end"; exit 1; }
}

# What T-SQL the checks share.
readonly connection="SELECT SUSER_SNAME() + ' ' + auth_scheme + ' ' + encrypt_option AS connection FROM sys.dm_exec_connections WHERE session_id = @@SPID"
readonly ten_thousand="CREATE TABLE #rows (id int NOT NULL, name nvarchar(40) NOT NULL)
DECLARE @i int = 0
WHILE @i < 10000 BEGIN SET @i = @i + 1 INSERT INTO #rows VALUES (@i, N'row ' + CONVERT(nvarchar(9), @i)) END
SELECT id, name FROM #rows ORDER BY id"
readonly nowhere="RESTORE DATABASE mgc FROM DISK = 'D:\\nowhere.bak'"
readonly folder='E:\CsData\BackendStore\LYNC\DbPath'

# backup NAME, restore NAME : of mgc on the backup primary
backup() { echo "BACKUP DATABASE mgc TO DISK = '$LAB_SHARE\\$1.bak' WITH COPY_ONLY, INIT, STATS = 10"; }

restore() {
  echo "RESTORE DATABASE [$1] FROM DISK = '$LAB_SHARE\\$1.bak' WITH MOVE 'mgc_data' TO '$folder\\$1.mdf', MOVE 'mgc_log' TO '$folder\\$1.ldf', STATS = 25"
}
