// The option that most actions have: which service of the stack it is done to.
import type * as z from 'zod';
import { serviceName } from '../scenario/judge-shape.js';
import { noted } from '../scenario/map-shape.js';

export function serviceOption(): z.ZodOptional<z.ZodType<string, string>> {
  return noted(serviceName(), "The service, without the stack's name; left out, the one under test.");
}
