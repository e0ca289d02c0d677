// Serves stripe-stateful-mock on a free port of this machine, prints the port, and ends when its input does.
import mock from 'stripe-stateful-mock';

const server = mock.createExpressApp().listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
