// Draws every plane of every model: node render.mjs [folder for all pictures]. The overview goes into the site's images.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const target = path.resolve(process.argv[2] ?? path.join(root, 'target/diagrams'));
const images = path.join(root, 'src/site/resources/images');
const viewer = path.join(path.dirname(require.resolve('bpmn-js/package.json')), 'dist/bpmn-viewer.production.min.js');

fs.mkdirSync(target, { recursive: true });
fs.mkdirSync(images, { recursive: true });
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'render-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await context.newPage();
  await page.setContent('<div id="canvas" style="width:1900px;height:1000px"></div>');
  await page.addScriptTag({ path: viewer });
  for (const model of fs.readdirSync(path.join(root, 'bpmn')).filter(name => name.endsWith('.bpmn'))) {
    const xml = fs.readFileSync(path.join(root, 'bpmn', model), 'utf8');
    const planes = await page.evaluate(async source => {
      document.querySelector('#canvas').replaceChildren();
      const viewer = new BpmnJS({ container: '#canvas' });
      const { warnings } = await viewer.importXML(source);
      if (warnings.length) throw new Error(warnings.map(w => w.message).join('\n'));
      const canvas = viewer.get('canvas');
      const drawn = [];
      for (const plane of canvas.getRootElements()) {
        canvas.setRootElement(plane);
        const { svg } = await viewer.saveSVG();
        drawn.push({ name: plane.businessObject.id, svg });
      }
      return drawn;
    }, xml);
    for (const [index, { name, svg }] of planes.entries()) {
      // The marker ids are random; numbered, the same model gives the same picture byte for byte.
      const seen = new Map();
      const stable = svg.replace(/(?<=id="|#)marker-[0-9a-z]+/g, id => {
        if (!seen.has(id)) seen.set(id, `marker-${seen.size}`);
        return seen.get(id);
      });
      const [, width, height, left, top] = stable.match(/width="([\d.]+)" height="([\d.]+)" viewBox="([-\d.]+) ([-\d.]+)/);
      // Black lines need their own paper where a page is dark.
      const paper = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#fff"/>`;
      const drawing = stable.replace(/(<svg [^>]*>)/, `$1${paper}`);
      fs.writeFileSync(path.join(target, `${name}.svg`), drawing);
      if (index === 0 && model === 'persistent-chat-failback.bpmn') fs.writeFileSync(path.join(images, 'process.svg'), drawing);
      const picture = await context.newPage();
      await picture.setViewportSize({ width: Math.ceil(width), height: Math.ceil(height) });
      await picture.setContent(`<body style="margin:0">${drawing}</body>`);
      await picture.screenshot({ path: path.join(target, `${name}.png`) });
      await picture.close();
      console.log(`${name} ${Math.ceil(width)} x ${Math.ceil(height)}`);
    }
  }
} finally {
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
