// Takes a run through its seven gates as people do, in a browser, and looks at it in Cockpit.
//
//   node failback.spec.mjs --url http://localhost:8080 --operator name:password --manager name:password --ops name:password
//       [--start]             start a run through the start form first
//       [--refuse <gate>]     answer that gate (the name of its form) with a refusal that ends the run
//       [--screenshots <dir>] where the pictures go (target/screenshots)
//       [--seconds <n>]       how long to wait for the process to reach its next gate (120)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8080' },
    operator: { type: 'string' },
    manager: { type: 'string' },
    ops: { type: 'string' },
    start: { type: 'boolean', default: false },
    refuse: { type: 'string' },
    screenshots: { type: 'string', default: path.join(root, 'target/screenshots') },
    seconds: { type: 'string', default: '120' },
  },
});
for (const who of ['operator', 'manager', 'ops']) assert(options[who]?.includes(':'), `--${who} name:password is missing`);
const patience = Number(options.seconds) * 1000;
const engine = `${options.url}/camunda/api/engine/engine/default`;
fs.mkdirSync(options.screenshots, { recursive: true });

const GATES = [
  {
    id: 'confirm-rebuild',
    name: 'Confirm primary data center rebuild',
    who: 'operator',
    shows: ['Readiness, what needs you first', 'Primary and backup side by side'],
    approve: 'Confirm: the primary data center is rebuilt',
    confirm: [
      'The primary data center has recovered from the outage.',
      'mgc and mgccomp are rebuilt and reinstalled with Topology Builder.',
      'No new mirror or backup servers were deployed while the pool was failed over.',
      'The front end pool and the Central Management Store are back.',
    ],
  },
  {
    id: 'approve-outage',
    name: 'Approve outage and plan',
    who: 'manager',
    shows: ['What to expect', 'Plan', 'Every command, word for word'],
    approve: 'Approve the outage and every command above',
    confirm: [],
  },
  {
    id: 'approve-restore',
    name: 'Approve restore over the primary',
    who: 'manager',
    shows: ['Backup', 'Chat was quiet: two looks', 'Files as they will lie on the primary', 'What is on the primary now'],
    approve: 'Approve overwriting mgc on the primary',
    confirm: [],
  },
  {
    id: 'approve-overwrite',
    name: 'Approve overwriting the backup copy',
    who: 'manager',
    shows: ['Every command, word for word'],
    approve: 'Approve overwriting mgc on the backup',
    confirm: [],
  },
  {
    id: 'confirm-active-servers',
    name: 'Confirm active servers',
    who: 'operator',
    shows: [],
    approve: 'Confirm: these servers shall be active',
    refuse: 'Not yet',
    confirm: [],
    proposes: 'chat1.dc1.lab.example, chat2.dc1.lab.example',
  },
  {
    id: 'approve-go-live',
    name: 'Approve going live',
    who: 'manager',
    shows: ['Every command, word for word'],
    approve: 'Approve going live',
    confirm: [],
  },
  {
    id: 'confirm-chat-works',
    name: 'Confirm chat works',
    who: 'operator',
    shows: [],
    approve: 'Confirm: chat works',
    refuse: 'No: something is wrong',
    confirm: [
      'Two users in different places wrote to each other in a room',
      'A room shows its history from before the failback',
    ],
  },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let pictures = 0;

async function picture(page, name) {
  await page.screenshot({ path: path.join(options.screenshots, `${String(++pictures).padStart(2, '0')}-${name}.png`) });
}

/** A page's whole form on one picture: the pages scroll inside, so the window grows instead. */
async function wholeForm(page, name) {
  const usual = page.viewportSize();
  const height = await page.locator('.fjs-container').evaluate(form => form.scrollHeight);
  await page.setViewportSize({ width: usual.width, height: Math.max(usual.height, height + 420) });
  await picture(page, name);
  await page.setViewportSize(usual);
}

async function login(who, app) {
  const [user, ...password] = options[who].split(':');
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage();
  page.setDefaultTimeout(patience);
  page.on('pageerror', error => console.log(`${who}: error on the page: ${error.message}`));
  // On a busy machine the pages give up loading their own modules, or draw the login twice; people try once more.
  const deadline = Date.now() + patience;
  for (let answer; !answer; ) {
    assert(Date.now() < deadline, `nobody could log in to ${app} within ${options.seconds} s`);
    await page.goto(`${options.url}/camunda/app/${app}/default/`);
    const posted = page.waitForResponse(response => response.url().endsWith(`/login/${app}`), { timeout: 10_000 }).catch(() => undefined);
    await page.getByPlaceholder('Username').fill(user, { timeout: 10_000 }).catch(() => {});
    await page.getByPlaceholder('Password').fill(password.join(':'), { timeout: 1_000 }).catch(() => {});
    await page.getByRole('button', { name: 'Log in' }).click({ timeout: 1_000 }).catch(() => {});
    answer = await posted;
    assert(!answer || answer.ok(), `${who} may not log in to ${app}: HTTP ${answer?.status()}`);
  }
  await page.getByPlaceholder('Password').waitFor({ state: 'detached' });
  return page;
}

/** The bar above the header says whose servers these are. */
async function saysRehearsal(page) {
  const bar = await page
    .locator('[cam-widget-header]')
    .evaluate(header => getComputedStyle(header, '::before').content);
  assert.match(bar, /Rehearsal/, `the bar on top of ${page.url()} does not say that this is a rehearsal: ${bar}`);
}

/** Operators are asked when a step fails; what they are shown then ends the test. */
async function noStepFailed(operator) {
  const failed = await operator.request.get(`${engine}/task?processDefinitionKey=persistentChatFailback&taskDefinitionKeyLike=Decide_%25`);
  const [task] = failed.ok() ? await failed.json() : [];
  if (!task) return;
  await operator.goto(`${options.url}/camunda/app/tasklist/default/#/?task=${task.id}`);
  await operator.reload();
  const form = operator.locator('.fjs-form');
  await form.waitFor();
  await wholeForm(operator, 'step-failed');
  throw new Error(`a step failed, and operators are asked how to go on:\n${await form.innerText()}`);
}

/** Asks the engine until the process stands at this gate. */
async function awaitTask(operator, gate) {
  const ops = await login('ops', 'cockpit');
  const waits = async () =>
    (await (await ops.request.get(`${engine}/task/count?processDefinitionKey=persistentChatFailback&name=${encodeURIComponent(gate.name)}`)).json()).count;
  for (const deadline = Date.now() + patience; !(await waits()); await ops.waitForTimeout(500)) {
    assert(Date.now() < deadline, `"${gate.name}" did not appear within ${options.seconds} s`);
    await noStepFailed(operator);
  }
  await ops.context().close();
}

/** Reads the list until the process stands at this task. */
async function openTask(page, name, operator) {
  const task = page.locator('li.task', { hasText: name });
  for (const deadline = Date.now() + patience; !(await task.count()); ) {
    assert(Date.now() < deadline, `"${name}" did not appear within ${options.seconds} s`);
    await noStepFailed(operator);
    await page.reload();
    await task.first().waitFor({ timeout: 2_000 }).catch(() => {});
  }
  await task.first().click();
  await page.locator('.fjs-form').waitFor();
  const claim = page.getByText('Claim', { exact: true });
  if (await claim.isVisible()) await claim.click();
  await claim.waitFor({ state: 'detached' });
}

async function startRun(page) {
  await page.getByText('Start process', { exact: true }).click();
  await page.locator('.modal-body').getByText('Persistent Chat failback').click();
  await page.getByLabel('Ticket').fill('REHEARSAL-1');
  await page.getByLabel('Reason').fill('Browser test');
  await page.keyboard.press('Tab');
  await picture(page, 'start-form');
  const answer = page.waitForResponse(response => response.url().endsWith('/submit-form'));
  await page.locator('.modal-footer').getByText('Start', { exact: true }).click();
  const response = await answer;
  assert(response.ok(), `the run was not started: ${await response.text()}`);
}

async function takeGate(gate, operator) {
  const page = await login(gate.who, 'tasklist');
  await saysRehearsal(page);
  await openTask(page, gate.name, operator);
  const form = page.locator('.fjs-form');
  await form.getByText(gate.approve).waitFor();
  await wholeForm(page, gate.id);
  for (const heading of gate.shows) await form.getByText(heading, { exact: true }).first().waitFor();
  assert(await form.getByText('Rehearsal.').count(), `the form of "${gate.name}" does not say that this is a rehearsal`);
  assert(!(await form.getByText('Nothing to show.').count()), `a table of "${gate.name}" is empty`);
  assert(!(await form.getByRole('radio', { checked: true }).count()), `"${gate.name}" comes with an answer already given`);
  const refused = options.refuse === gate.id;
  await form.getByLabel(refused ? (gate.refuse ?? 'Refuse') : gate.approve).check();
  if (!refused) for (const question of gate.confirm) await form.getByLabel(question).check();
  if (!refused && gate.proposes) assert.equal(await form.getByLabel('Active servers').inputValue(), gate.proposes);
  await form.locator('textarea').fill(refused ? 'Refused by the browser test' : 'Seen by the browser test');
  await page.keyboard.press('Tab');
  await picture(page, `${gate.id}-answered`);
  const answer = page.waitForResponse(response => response.url().endsWith('/submit-form'));
  await page.getByRole('button', { name: 'Complete' }).click();
  const response = await answer;
  assert(response.ok(), `"${gate.name}" was not completed: ${await response.text()}`);
  console.log(`${refused ? 'refused' : 'approved'}: ${gate.name}`);
  await page.context().close();
  return refused;
}

/** Ops see at which gate the run stands in the diagram, and the plane of a phase. */
async function lookInCockpit(gate, phaseId, taskId) {
  const page = await login('ops', 'cockpit');
  await saysRehearsal(page);
  await page.goto(`${options.url}/camunda/app/cockpit/default/#/processes`);
  await page.getByRole('link', { name: 'Persistent Chat failback' }).first().click();
  await page.locator('td.instance-id a').first().click();
  await page.waitForURL(/#\/process-instance\//);
  await page.getByText('Instance ID').first().waitFor();
  await page.locator(`.djs-overlays[data-container-id="${gate}"] .badge`).first().waitFor();
  await picture(page, `cockpit-at-${gate}`);
  const phase = page.locator(`.djs-overlays[data-container-id="${phaseId}"] .bjs-drilldown`);
  const step = page.locator(`.djs-container [data-element-id="${taskId}"]`);
  // A click while the diagram is still being fitted to the window goes astray.
  for (const deadline = Date.now() + patience; !(await step.isVisible()); ) {
    assert(Date.now() < deadline, 'the plane of a phase did not open');
    await phase.click({ timeout: 5_000 }).catch(() => {});
    await step.waitFor({ timeout: 3_000 }).catch(() => {});
  }
  await picture(page, `cockpit-${phaseId}`);
  console.log(`seen in Cockpit: the run at ${gate}, and ${phaseId}`);
  await page.context().close();
}

/** Where ops look while people are asked. */
const COCKPIT = {
  'approve-outage': ['Gate_ApproveOutage', 'Phase_TakeChatOut', 'Task_ClearActiveServers'],
  'confirm-chat-works': ['Gate_ConfirmChatWorks', 'Phase_GoLive', 'Task_SetPoolState'],
};

/** The run is over when Cockpit no longer counts it. */
async function awaitEnd(operator) {
  const page = await login('ops', 'cockpit');
  const running = async () =>
    (await (await page.request.get(`${engine}/process-instance/count?processDefinitionKey=persistentChatFailback`)).json()).count;
  for (const deadline = Date.now() + patience; (await running()) > 0; ) {
    assert(Date.now() < deadline, `the run did not end within ${options.seconds} s`);
    await noStepFailed(operator);
    await page.reload();
  }
  console.log('the run has ended');
  await page.context().close();
}

try {
  const operator = await login('operator', 'tasklist');
  if (options.start) await startRun(operator);
  for (const gate of GATES) {
    if (COCKPIT[gate.id]) {
      await awaitTask(operator, gate);
      await lookInCockpit(...COCKPIT[gate.id]);
    }
    if (await takeGate(gate, operator)) break;
  }
  await awaitEnd(operator);
} finally {
  await browser.close();
}
