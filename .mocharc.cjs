module.exports = {
  extension: ['ts'],
  'node-option': ['import=tsx'],
  timeout: 20_000,
  reporter: 'dot',
}
