#!/usr/bin/env bash
# Starts Redis if it must and the four services as four processes, waits until each is ready, and stops all on Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."

node scripts/prepare.mjs

host=${HOST:-127.0.0.1}
data=${DATA_DIR:-data}
mkdir -p "$data"
children=()

stop() {
  trap - INT TERM EXIT
  echo 'stopping …'
  for child in "${children[@]}"; do kill -TERM "$child" 2>/dev/null || true; done
  wait
}
trap stop INT TERM EXIT

if [ -z "${REDIS_URL:-}${REDIS_HOST:-}" ]; then
  if ! (exec 3<>/dev/tcp/127.0.0.1/6379) 2>/dev/null; then
    command -v redis-server >/dev/null || { echo 'Redis is needed: install redis-server, or set REDIS_URL.' >&2; exit 1; }
    redis-server --bind 127.0.0.1 --port 6379 --dir "$data" --save '' --appendonly yes --loglevel warning &
    children+=($!)
  fi
  export REDIS_URL=redis://127.0.0.1:6379
fi

# All roles must share one secret; it is made once and kept.
if [ -z "${JWT_SECRET_KEY:-}" ]; then
  [ -s "$data/secret.key" ] || (umask 077 && node -e "process.stdout.write(require('crypto').randomBytes(48).toString('base64url'))" >"$data/secret.key")
  JWT_SECRET_KEY=$(cat "$data/secret.key")
  export JWT_SECRET_KEY
fi

auth=${AUTH_SERVICE_PORT:-5001} rag=${RAG_SERVICE_PORT:-5003} agent=${AGENT_SERVICE_PORT:-5002} gateway=${GATEWAY_PORT:-5000}
export AUTH_SERVICE_URL=${AUTH_SERVICE_URL:-http://127.0.0.1:$auth}
export RAG_SERVICE_URL=${RAG_SERVICE_URL:-http://127.0.0.1:$rag}
export AGENT_SERVICE_URL=${AGENT_SERVICE_URL:-http://127.0.0.1:$agent}

for role in auth rag agent gateway; do
  bin/ai-agent serve --role="$role" &
  children+=($!)
done

for place in "auth $auth" "rag $rag" "agent $agent" "gateway $gateway"; do
  read -r role port <<<"$place"
  for attempt in $(seq 1 240); do
    node -e "fetch('http://127.0.0.1:$port/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))" && break
    for child in "${children[@]}"; do kill -0 "$child" 2>/dev/null || { echo "a service ended; the lines above say why" >&2; exit 1; }; done
    [ "$attempt" -lt 240 ] || { echo "$role did not get ready" >&2; exit 1; }
    sleep 0.25
  done
  echo "$role is ready at http://$host:$port"
done
echo "ai-agent runs at http://$host:$gateway; Ctrl-C stops it."
wait -n "${children[@]}" || true
