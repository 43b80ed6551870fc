/** One server-sent event (WHATWG HTML, 9.2): its name, its data as text, its id. */
export interface ServerEvent {
  event: string
  data: string
  id?: string
}

const readBlock = (block: string): ServerEvent | undefined => {
  const found: ServerEvent = { event: 'message', data: '' }
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const value = line.slice(colon + 1).replace(/^ /, '')
    const field = line.slice(0, colon)
    if (field === 'event') found.event = value
    if (field === 'id') found.id = value
    if (field === 'data') data.push(value)
  }
  if (data.length === 0) return undefined
  return { ...found, data: data.join('\n') }
}

/** The events of a stream of bytes, as they come; a last block that was cut off is dropped. */
export async function* readEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  let pending = ''
  for await (const bytes of stream) {
    pending = (pending + decoder.decode(bytes, { stream: true })).replaceAll('\r\n', '\n')
    for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
      const event = readBlock(pending.slice(0, end))
      pending = pending.slice(end + 2)
      if (event) yield event
    }
  }
}
