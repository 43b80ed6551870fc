// Asks whichever service runs in this container whether it is alive; exits 0 or 1.
const ports = [
  process.env.GATEWAY_PORT || 5000,
  process.env.AUTH_SERVICE_PORT || 5001,
  process.env.AGENT_SERVICE_PORT || 5002,
  process.env.RAG_SERVICE_PORT || 5003,
]
const alive = async (port) =>
  (await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) })).ok
const answers = await Promise.allSettled(ports.map(alive))
process.exit(answers.some((answer) => answer.status === 'fulfilled' && answer.value) ? 0 : 1)
