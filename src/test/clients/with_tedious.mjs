// tedious: TDS written anew in JavaScript.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Connection, Request, TYPES } from 'tedious';

const { LAB_PRIMARY, LAB_BACKUP, LAB_PASSWORD, LAB_CA, LAB_WRONG_CA, LAB_SHARE } = process.env;
const CONNECTION =
  "SELECT SUSER_SNAME() + ' ' + auth_scheme + ' ' + encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";
const FOLDER = String.raw`E:\CsData\BackendStore\LYNC\DbPath`;
const BACKUP = String.raw`${LAB_SHARE}\tedious.bak`;

const report = (ability, outcome, note = '') =>
  console.log([ability, outcome, String(note).replace(/\s+/g, ' ').slice(-300)].join('\t'));

const open = new Set();

// can(ability, check, left out): the check throws where the client fails
const can = async (ability, check, leftOut) => {
  try {
    await check();
    report(ability, 'yes', leftOut);
  } catch (error) {
    report(ability, 'fails', error.stack);
  }
  open.forEach((connection) => connection.close());
  open.clear();
};

const sqlLogin = (password = LAB_PASSWORD) => ({ type: 'default', options: { userName: 'failback', password } });
const windowsLogin = (password = LAB_PASSWORD) => ({
  type: 'ntlm',
  options: { domain: 'LAB', userName: 'failback', password },
});

const connect = ({ login = sqlLogin(), port = LAB_PRIMARY, ca } = {}) =>
  new Promise((resolve, reject) => {
    const tls = ca ? { encrypt: true, cryptoCredentialsDetails: { ca: readFileSync(ca, 'utf8') } } : { encrypt: false };
    const connection = new Connection({
      server: 'localhost',
      authentication: login,
      options: { port: Number(port), database: 'master', connectTimeout: 20000, requestTimeout: 60000, ...tls },
    });
    open.add(connection);
    connection.on('error', () => {});
    connection.on('errorMessage', (error) => (connection.errors ??= []).push(error));
    connection.on('infoMessage', (info) => (connection.heard ??= []).push({ at: Date.now(), text: info.message }));
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });

// Rows, counts and output parameters of what a request that this makes comes to.
const collect = (text, parameters, outputs, start) =>
  new Promise((resolve, reject) => {
    const found = { sets: [], rows: [], counts: [], outputs: {} };
    const request = new Request(text, (error) => (error ? reject(error) : resolve(found)));
    parameters.forEach(([name, type, value, options]) => request.addParameter(name, type, value, options));
    outputs.forEach(([name, type]) => request.addOutputParameter(name, type));
    request.on('columnMetadata', () => found.sets.push([]));
    request.on('row', (row) => {
      const values = row.map((column) => column.value);
      found.rows.push(values);
      found.sets.at(-1).push(values);
    });
    for (const end of ['done', 'doneInProc']) {
      request.on(end, (count) => count !== undefined && found.counts.push(count));
    }
    request.on('doneProc', (count, more, status) => (found.status = status));
    request.on('returnValue', (name, value) => (found.outputs[name] = value));
    start(request);
  });

const batch = (connection, text) => collect(text, [], [], (request) => connection.execSqlBatch(request));
const rpc = (connection, text, parameters, outputs = []) =>
  collect(text, parameters, outputs, (request) => connection.execSql(request));
const procedure = (connection, name, parameters, outputs = []) =>
  collect(name, parameters, outputs, (request) => connection.callProcedure(request));

const one = async (connection, text) => (await batch(connection, text)).rows[0][0];
const served = async (connection) => assert.equal(await one(connection, "SELECT 'served'"), 'served');

const login = async () => assert.equal(await one(await connect(), CONNECTION), 'failback SQL FALSE');

const tls = async () => assert.equal(await one(await connect({ ca: LAB_CA }), CONNECTION), 'failback SQL TRUE');

const wrongCa = () => assert.rejects(connect({ ca: LAB_WRONG_CA }), /certificate/);

const refusedAs18456 = async (login) => {
  const numbers = [];
  const connection = new Connection({
    server: 'localhost',
    authentication: login,
    options: { port: Number(LAB_PRIMARY), encrypt: false },
  });
  connection.on('errorMessage', (error) => numbers.push(error.number));
  await assert.rejects(
    new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve()))),
    { code: 'ELOGIN' },
  );
  assert.deepEqual(numbers, [18456]);
};

const wrongPassword = () => refusedAs18456(sqlLogin('guessed'));

const ntlm = async () => {
  assert.equal(await one(await connect({ login: windowsLogin() }), CONNECTION), 'LAB\\failback NTLM FALSE');
  await refusedAs18456(windowsLogin('guessed'));
};

const types = async () => {
  const connection = await connect();
  const cases = [
    [TYPES.NVarChar, 'Grüße 🦊'],
    [TYPES.NVarChar, '🦊'.repeat(10000), { length: Infinity }],
    [TYPES.NVarChar, null],
    [TYPES.VarChar, 'plain'],
    [TYPES.VarBinary, Buffer.from([0, 1, 255])],
    [TYPES.VarBinary, Buffer.alloc(20000, 7), { length: Infinity }],
    [TYPES.TinyInt, 255],
    [TYPES.SmallInt, -32768],
    [TYPES.Int, -2147483648],
    [TYPES.BigInt, '9223372036854775807'],
    [TYPES.Bit, true],
    [TYPES.DateTime, new Date('2013-02-28T23:59:59.997Z')],
    [TYPES.DateTime2, new Date('2013-02-28T23:59:59.123Z'), { scale: 7 }],
    [TYPES.UniqueIdentifier, '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
    [TYPES.Numeric, -12345.6789, { precision: 38, scale: 9 }],
    [TYPES.Real, 0.25],
    [TYPES.Float, -1.5e300],
    [TYPES.Int, null],
    [TYPES.Bit, null],
    [TYPES.UniqueIdentifier, null],
    [TYPES.VarBinary, null],
    [TYPES.DateTime2, null, { scale: 7 }],
    [TYPES.Numeric, null, { precision: 38, scale: 9 }],
  ];
  for (const [type, value, options] of cases) {
    const { rows } = await rpc(connection, 'SELECT @p AS p', [['p', type, value, options]]);
    // A datetime2 comes back as a Date that also knows its nanoseconds.
    const back = rows[0][0] instanceof Date ? new Date(rows[0][0].getTime()) : rows[0][0];
    assert.deepEqual(back, value, type.name);
  }
};

const parameters = async () => {
  const connection = await connect();
  const { rows } = await rpc(connection, 'SELECT @number * 2, @word', [
    ['number', TYPES.Int, 21],
    ['word', TYPES.NVarChar, 'Grüße'],
  ]);
  assert.deepEqual(rows, [[42, 'Grüße']]);
  await prepared(connection);
};

const prepared = async (connection) => {
  const found = [];
  let ended;
  const request = new Request('SELECT @number + 1', (error) => ended(error));
  request.addParameter('number', TYPES.Int);
  request.on('row', (row) => found.push(row[0].value));
  const step = (start, event) =>
    new Promise((resolve, reject) => {
      ended = (error) => (error ? reject(error) : resolve());
      if (event) request.once(event, resolve);
      start();
    });
  await step(() => connection.prepare(request), 'prepared');
  for (const number of [1, 41]) {
    await step(() => connection.execute(request, { number }));
  }
  await step(() => connection.unprepare(request));
  assert.deepEqual(found, [2, 42]);
};

const output = async () => {
  const connection = await connect();
  const { outputs } = await rpc(connection, 'SET @twice = @number * 2', [['number', TYPES.Int, 21]], [['twice', TYPES.Int]]);
  assert.deepEqual(outputs, { twice: 42 });
  const name = [['job_name', TYPES.NVarChar, 'tedious']];
  const added = await procedure(connection, 'msdb.dbo.sp_add_job', name, [['job_id', TYPES.UniqueIdentifier]]);
  const found = await one(connection, `SELECT name FROM msdb.dbo.sysjobs WHERE job_id = '${added.outputs.job_id}'`);
  await procedure(connection, 'msdb.dbo.sp_delete_job', name);
  assert.equal(found, 'tedious');
  assert.equal(added.status, 0);
};

const results = async () => {
  const { sets } = await batch(await connect(), "SELECT 1 AS a SELECT 'two' AS b, 2 AS c");
  assert.deepEqual(sets, [[[1]], [['two', 2]]]);
};

const counts = async () => {
  const found = await batch(
    await connect(),
    'CREATE TABLE #t (id int NOT NULL) INSERT INTO #t VALUES (1), (2), (3) UPDATE #t SET id = 4 WHERE id < 3 DELETE FROM #t',
  );
  assert.deepEqual(found.counts, [3, 2, 3]);
};

const errors = async () => {
  const connection = await connect();
  await assert.rejects(batch(connection, "RAISERROR('chosen %s', 16, 7, 'words')"), {
    number: 50000,
    class: 16,
    state: 7,
    message: 'chosen words',
  });
  await served(connection);
};

const chain = async () => {
  const connection = await connect();
  await assert.rejects(batch(connection, String.raw`RESTORE DATABASE mgc FROM DISK = 'D:\nowhere.bak'`));
  assert.deepEqual(
    connection.errors.map((error) => [error.number, error.class, error.state]),
    [
      [3201, 16, 1],
      [3013, 16, 1],
    ],
  );
};

const fatal = async () => {
  const connection = await connect();
  const ended = new Promise((resolve) => connection.once('end', resolve));
  await assert.rejects(batch(connection, "RAISERROR('the end', 20, 1) WITH LOG"), { number: 50000, class: 20 });
  await ended;
};

const refusal = async () => {
  const connection = await connect();
  await assert.rejects(batch(connection, 'SELECT 1 AS a FOR XML PATH'), {
    number: 50000,
    message: /^The lab does not model /,
  });
  await served(connection);
};

const messages = async () => {
  const connection = await connect();
  connection.heard = [];
  await batch(connection, "PRINT 'printed' RAISERROR('informed', 0, 1)");
  assert.deepEqual(
    connection.heard.map(({ text }) => text),
    ['printed', 'informed'],
  );
};

const progress = async () => {
  const connection = await connect({ port: LAB_BACKUP });
  await batch(connection, `BACKUP DATABASE mgc TO DISK = '${BACKUP}' WITH COPY_ONLY, INIT, STATS = 10`);
  const first = connection.heard.find(({ text }) => text === '10 percent processed.');
  assert.ok(Date.now() - first.at >= 1000, 'the percentages came only at the end');
};

const restored = async () => {
  const connection = await connect({ port: LAB_BACKUP });
  await batch(
    connection,
    `RESTORE DATABASE tedious FROM DISK = '${BACKUP}' WITH STATS = 25,
     MOVE 'mgc_data' TO '${FOLDER}\\tedious.mdf', MOVE 'mgc_log' TO '${FOLDER}\\tedious.ldf'`,
  );
  const texts = connection.heard.map(({ text }) => text);
  assert.ok(texts.includes('25 percent processed.') && texts.includes('100 percent processed.'), texts.join());
  assert.equal(await one(connection, "SELECT state_desc FROM sys.databases WHERE name = 'tedious'"), 'ONLINE');
  await batch(connection, 'DROP DATABASE tedious');
};

const cancel = async () => {
  const connection = await connect();
  const begun = Date.now();
  const running = batch(connection, "PRINT 'begun' RAISERROR('begun', 0, 1) WITH NOWAIT WAITFOR DELAY '00:00:30'");
  connection.once('infoMessage', () => connection.cancel());
  await assert.rejects(running, { code: 'ECANCEL' });
  await served(connection);
  assert.ok(Date.now() - begun < 10000, 'the statement went on to its end');
};

const rows = async () => {
  const found = await batch(
    await connect(),
    `CREATE TABLE #rows (id int NOT NULL, name nvarchar(40) NOT NULL)
     DECLARE @i int = 0
     WHILE @i < 10000 BEGIN SET @i = @i + 1 INSERT INTO #rows VALUES (@i, N'row ' + CONVERT(nvarchar(9), @i)) END
     SELECT id, name FROM #rows ORDER BY id`,
  );
  assert.deepEqual(
    found.rows,
    Array.from({ length: 10000 }, (none, i) => [i + 1, `row ${i + 1}`]),
  );
};

const bulk = async () => {
  const connection = await connect();
  await batch(connection, 'CREATE TABLE #t (id int NOT NULL)');
  const loading = new Promise((resolve, reject) => {
    const load = connection.newBulkLoad('#t', (error) => (error ? reject(error) : resolve()));
    load.addColumn('id', TYPES.Int, { nullable: false });
    connection.execBulkLoad(load, [{ id: 1 }]);
  });
  await assert.rejects(loading, { number: 50000, message: /^The lab does not model / });
  await served(connection);
};

report('version', `tedious ${createRequire(import.meta.url)('tedious/package.json').version}`);
await can('login', login);
await can('tls', tls);
await can('wrong-ca', wrongCa);
await can('wrong-password', wrongPassword);
await can('ntlm', ntlm);
await can('types', types);
await can('parameters', parameters);
await can('output', output);
await can('results', results);
await can('counts', counts);
await can('errors', errors);
await can('chain', chain);
await can('fatal', fatal);
await can('refusal', refusal);
await can('messages', messages);
await can('progress', progress);
await can('restore', restored);
await can('cancel', cancel);
await can('rows', rows);
await can('bulk', bulk);
process.exit();
