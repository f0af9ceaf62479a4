// A strip of trials is one stop of the tab key.
import { makeOneStop, offerArrows } from './one-stop.js';

export function offerStrips(): void {
  for (const strip of document.querySelectorAll('.strip')) {
    const buttons = [...strip.querySelectorAll('button')];
    makeOneStop(buttons);
    offerArrows(strip, () => buttons);
  }
}
