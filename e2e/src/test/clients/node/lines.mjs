// JSON lines: commands in on standard input, events out on standard output.
import { createInterface } from 'node:readline';

export function tell(event) {
  process.stdout.write(JSON.stringify(event) + '\n');
}

// Each line {"do": NAME, …} calls that handler; when the input ends, so does the process.
export function obey(handlers) {
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const command = JSON.parse(line);
      handlers[command.do](command);
    })
    .on('close', () => process.exit(0));
}
