// The script of a report's page that stands alone.
import { begin } from './begin.js';

begin();
