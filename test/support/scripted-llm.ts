import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request as the scripted model received it. */
export interface ReceivedChat {
  model: string
  messages: { role: string; content: string }[]
  authorization: string | undefined
  /** The body as it came, for looking for what must not be in it. */
  raw: string
}

/** One scripted answer: a text, or more exactly what the endpoint does. */
export type ScriptedAnswer =
  | string
  | {
      text?: string
      /** The arguments of a tool call, instead of a text. */
      toolArguments?: string
      /** Any status but 200 answers with OpenAI's error envelope and `text` as its message. */
      status?: number
      /** What is sent instead of a completion, to the letter. */
      body?: string
      /** The connection breaks in the middle of the answer. */
      breaks?: boolean
      /** Never answers; the connection stays open until the caller leaves. */
      hang?: boolean
    }

/** An OpenAI-compatible endpoint that says what it is told to, over real HTTP. */
export interface ScriptedLlm {
  /** For `OPENAI_BASE_URL`. */
  url: string
  received: ReceivedChat[]
  /** Answers to come, in order; when they run out, a function decides or the last is repeated. */
  answer(...answers: ScriptedAnswer[]): void
  answerWith(decide: (chat: ReceivedChat) => ScriptedAnswer): void
  /** Calls that the caller left before they were answered. */
  abandoned(): number
  close(): Promise<void>
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const respond = (response: ServerResponse, chat: ReceivedChat, answer: ScriptedAnswer): void => {
  const {
    text = '',
    toolArguments,
    status = 200,
    body,
    breaks = false,
    hang = false,
  } = typeof answer === 'string' ? { text: answer } : answer
  if (hang) return
  if (breaks) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
    response.write('{"choices": [')
    response.socket?.destroySoon()
    return
  }
  if (body !== undefined) {
    response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/html' : 'application/json' })
    response.end(body)
    return
  }
  if (status !== 200)
    return send(response, status, { error: { message: text, type: 'scripted', param: null, code: null } })
  const call = { id: 'call_1', type: 'function', function: { name: 'run_sql', arguments: toolArguments } }
  const message = { role: 'assistant', content: toolArguments === undefined ? text : null }
  send(response, 200, {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 0,
    model: chat.model,
    choices: [
      {
        index: 0,
        finish_reason: toolArguments === undefined ? 'stop' : 'tool_calls',
        message: toolArguments === undefined ? message : { ...message, tool_calls: [call] },
      },
    ],
    usage: { prompt_tokens: Math.ceil(chat.raw.length / 4), completion_tokens: 7, total_tokens: 0 },
  })
}

/** Starts the endpoint on a free port of the loopback interface. */
export const startScriptedLlm = async (): Promise<ScriptedLlm> => {
  const received: ReceivedChat[] = []
  let queue: ScriptedAnswer[] = []
  let decide: ((chat: ReceivedChat) => ScriptedAnswer) | undefined
  let last: ScriptedAnswer = ''
  let abandoned = 0
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableEnded) abandoned += 1
    })
    void readBody(request).then((raw) => {
      if (!request.url?.endsWith('/chat/completions'))
        return send(response, 404, { error: { message: 'no such path' } })
      const { model, messages } = JSON.parse(raw)
      const chat: ReceivedChat = { model, messages, authorization: request.headers.authorization, raw }
      received.push(chat)
      last = queue.shift() ?? decide?.(chat) ?? last
      return respond(response, chat, last)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/v1`,
    received,
    answer: (...answers) => {
      queue = [...answers]
    },
    answerWith: (chosen) => {
      decide = chosen
    },
    abandoned: () => abandoned,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
