module.exports = {
  extension: ['ts'],
  'node-option': ['import=tsx/esm'],
  timeout: 20_000,
  reporter: 'dot',
}
