// How often an engine was asked for anything, by its debug log.

/** Up to Docker 27 the path stands in the message, from 28 on in a field. */
const aRequest = /\bCalling [A-Z]+ \/|\bhandling [A-Z]+ request/;
/** The lab asks every second whether the engine is there, and clients ask so before they ask anything. */
const isThere = /\bCalling [A-Z]+ \/_ping\b|\brequest-url="?\/(?:v[\d.]+\/)?_ping\b/;

/** Requests in the log, but for those that only ask whether it is there. */
export function requestsIn(log: string): number {
  return log.split('\n').filter((line) => aRequest.test(line) && !isThere.test(line)).length;
}
