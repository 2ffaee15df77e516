// Takes the README's picture: Home while a run of realistic calls is under way. `npm run picture` in this folder.

import { fileURLToPath } from 'node:url';

import { Api } from './harness/api.js';
import { Visitor } from './harness/browser.js';
import { signIn, WITH_ADMIN } from './harness/person.js';
import { Server } from './harness/server.js';
import { until } from './harness/until.js';

const PICTURE = fileURLToPath(new URL('../docs/screenshots/home.png', import.meta.url));
const NAMES = [
  'Blue Finch Dental', 'Harbor Street Bakery', 'Ortega & Sons', 'Nightingale Books', 'Pine Ridge Vets',
  'Café Lumen', 'Millbrook Cycles', 'Sato Ceramics', 'Green Door Florist', 'Atlas Movers',
  'Copper Kettle Inn', 'Lindqvist Joinery', 'Riverside Yoga', 'Bright Side Cleaners', 'Okafor Tailoring',
  'Maple Lane School', 'Quarry Hill Farm', 'The Paper Crane', 'Delgado Auto', 'Foxglove Soaps',
];
const MESSAGE =
  'Good morning, this is the print shop. Your order is ready and waits at the counter until Saturday at six. ' +
  'Parking is behind the house. If somebody else picks it up, give them your order number. Thank you, and good-bye.';
const ENOUGH_ENDED = 22;

const server = await Server.start({ ...WITH_ADMIN, OUTDIAL_SANDBOX_POPULATION: 'default', OUTDIAL_SANDBOX_SEED: '7' });
const visitor = await Visitor.arrive(server, { width: 1440, height: 960 });
try {
  const api = new Api(server);
  const lines = Array.from({ length: 60 }, (_, index) => {
    const name = NAMES[index % NAMES.length];
    return `${name},+1${[212, 305, 312, 415, 512, 617][index % 6]}231${String(1000 + index * 137).slice(-4)}`;
  });
  await signIn(visitor.page);
  const { run } = await api.call('POST', '/api/v1/runs', {
    json: { name: 'Orders of Friday', text: `name,phone\n${lines.join('\n')}`, message: MESSAGE },
  });
  const enough = async () => (await api.call('GET', `/api/v1/runs/${run.id}`)).counts.ended >= ENOUGH_ENDED;
  await until('enough calls have ended', enough, 180_000);
  await visitor.page.screenshot({ path: PICTURE });
} finally {
  await visitor.leave({ expected: [/401/] });
  await server.stop();
}
