// The pair of trials that the page shows at once.
import { keepDrawn } from './draw-into.js';

export function drawFeatured(): void {
  for (const element of document.querySelectorAll<HTMLElement>('main .canvas')) keepDrawn(element);
}
