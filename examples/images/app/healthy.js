// Exit code 0 where the shop answers that it is well.
const answer = await fetch('http://127.0.0.1:3000/healthy', { signal: AbortSignal.timeout(1500) });
process.exit(answer.ok ? 0 : 1);
