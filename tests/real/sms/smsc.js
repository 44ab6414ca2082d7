// An SMSC for the tests, by npm's smpp. Every line on stdin is a PDU for Kannel as JSON; what Kannel submits is
// printed as JSON. Texts that contain GAGAL are reported as undeliverable, all others as delivered.
const smpp = require('smpp');
const [port] = process.argv.slice(2);
let session = null, count = 0;
const tell = (event) => console.log(JSON.stringify(event));
const server = smpp.createServer((peer) => {
  peer.on('bind_transceiver', (pdu) => { peer.send(pdu.response()); session = peer; tell({ bound: pdu.system_id }); });
  peer.on('enquire_link', (pdu) => peer.send(pdu.response()));
  peer.on('unbind', (pdu) => { peer.send(pdu.response()); peer.close(); });
  peer.on('error', () => {});
  peer.on('submit_sm', (pdu) => {
    const id = `M${++count}`;
    const text = pdu.short_message.message.toString();
    peer.send(pdu.response({ message_id: id }));
    tell({ to: pdu.destination_addr, from: pdu.source_addr, coding: pdu.data_coding, text,
      udh: (pdu.short_message.udh || []).map((part) => Buffer.from(part).toString('hex')) });
    if (!(pdu.registered_delivery & 1)) return;
    const stat = text.includes('GAGAL') ? 'UNDELIV' : 'DELIVRD';
    peer.deliver_sm({ source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:${stat} err:000 text:` });
  });
});
server.listen(Number(port), '127.0.0.1', () => tell({ listening: true }));
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const pdu = JSON.parse(line);
  if (pdu.udh) pdu.short_message = { udh: Buffer.from(pdu.udh, 'hex'), message: pdu.text };
  else pdu.short_message = pdu.text;
  delete pdu.udh; delete pdu.text;
  session.deliver_sm({ source_addr_ton: 1, source_addr_npi: 1, ...pdu }, (answer) => tell({ acknowledged: answer.command_status }));
});
