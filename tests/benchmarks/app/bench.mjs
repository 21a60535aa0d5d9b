// node tests/benchmarks/app/bench.mjs [frames|starts|interactions|peers|lighthouse…]
// Figures of the app in Chromium beside their budgets, for `./dev bench`; nothing is asserted. The processor draws here,
// so a frame costs more than on a phone with its graphics chip.
import { measureFrames } from './frames.mjs';
import { measureInteractions } from './interactions.mjs';
import { measureLighthouse } from './lighthouse.mjs';
import { measurePeers } from './peers.mjs';
import { measureColdLookup, printSizes } from './starts.mjs';

const kParts = {
  sizes: printSizes, frames: measureFrames, starts: measureColdLookup, interactions: measureInteractions, peers: measurePeers,
  lighthouse: measureLighthouse,
};
const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(kParts)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
