// The network between browser and server: a proxy that a test can cut, or tell to lose a reply.
import http from 'node:http';

export class Network {
  #server;
  #sockets = new Set();
  #cut = false;
  #lose = new Map();  // path -> how many replies to lose
  #blocked = new Set();
  #target;
  requests = [];      // "POST /v1/push", in order of arrival
  answers = [];       // As requests: those whose reply went back

  static async to(targetPort) {
    const network = new Network();
    network.#target = targetPort;
    network.#server = http.createServer((request, reply) => network.#forward(request, reply));
    network.#server.on('connection', (socket) => {
      if (network.#cut) {
        socket.destroy();
        return;
      }
      network.#sockets.add(socket);
      socket.on('close', () => network.#sockets.delete(socket));
    });
    await new Promise((listening) => network.#server.listen(0, '127.0.0.1', listening));
    return network;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  // Another server process may have taken the old one's place.
  retarget(port) {
    this.#target = port;
  }

  cut() {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  restore() {
    this.#cut = false;
  }

  // No request to this path arrives, until it is let through again.
  block(path) {
    this.#blocked.add(path);
  }

  unblock(path) {
    this.#blocked.delete(path);
  }

  // The server gets the request and does the work; the browser never hears of it.
  loseNextReply(path) {
    this.#lose.set(path, (this.#lose.get(path) ?? 0) + 1);
  }

  lostAll(path) {
    return (this.#lose.get(path) ?? 0) === 0;
  }

  count(line) {
    return this.requests.filter((request) => request === line).length;
  }

  #forward(request, reply) {
    const line = `${request.method} ${request.url}`;
    this.requests.push(line);
    if (this.#blocked.has(request.url)) {
      request.socket.destroy();
      return;
    }
    const onward = http.request(
      { host: '127.0.0.1', port: this.#target, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const losses = this.#lose.get(request.url) ?? 0;
          if (losses > 0) {
            this.#lose.set(request.url, losses - 1);
            request.socket.destroy();
            return;
          }
          const headers = { ...answer.headers };
          delete headers['transfer-encoding'];
          reply.writeHead(answer.statusCode, headers);
          reply.end(Buffer.concat(chunks));
          this.answers.push(line);
        });
      });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  }

  close() {
    this.cut();
    return new Promise((closed) => this.#server.close(closed));
  }
}
