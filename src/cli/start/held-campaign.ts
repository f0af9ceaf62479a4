// What a command does to a campaign while no other process may.
import { systemClock } from '../../base/clock.js';
import { holdCampaign, type CampaignFiles } from '../../store/index.js';

/** Throws `bad-input`, and does nothing, while another process works on the campaign. */
export async function whileHeld<T>(files: CampaignFiles, work: () => T | Promise<T>): Promise<T> {
  const letGo = holdCampaign(files, systemClock.wall());
  try {
    return await work();
  } finally {
    letGo();
  }
}
