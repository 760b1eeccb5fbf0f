// node-zendesk lives the whole life of tickets, users and organizations; prints the name of each story that went well.
import assert from 'node:assert/strict';
import zendesk from 'node-zendesk';

const {ENDPOINT: endpointUri, USERNAME: username, TOKEN: token, AGENT: agent} = process.env;
const desk = zendesk.createClient({username, token, endpointUri});

async function finished({job_status: job}) {
  for (let turn = 0; turn < 300; turn++) {
    const {result} = await desk.jobstatuses.show(job.id);
    const status = result.job_status ?? result;
    if (status.status === 'completed') return status;
    await new Promise(resolve => setTimeout(resolve, 100));
  }

  throw new Error(`job ${job.id} did not end`);
}

const ticketOf = ({result}) => result.ticket ?? result;
const userOf = ({result}) => result.user ?? result;
const organizationOf = ({result}) => result.organization ?? result;

const stories = {
  async ticket() {
    const requester = {name: 'Nia', email: 'nia@node.example'};
    const made = ticketOf(await desk.tickets.create({ticket: {subject: 'Late', comment: {body: 'Where?'}, requester, tags: ['payout']}}));
    assert.equal(made.status, 'new');
    const changes = {status: 'pending', assignee_id: Number(agent), comment: {body: 'Soon.', public: true}};
    assert.equal(ticketOf(await desk.tickets.update(made.id, {ticket: changes})).status, 'pending');
    const comments = await desk.tickets.getComments(made.id);
    assert.deepEqual(comments.map(one => one.body), ['Where?', 'Soon.']);
    assert.ok((await desk.tickets.exportAudit(made.id)).length >= 2);
    assert.ok((await desk.tickets.list()).some(one => one.id === made.id));
    await desk.tickets.addTags(made.id, {tags: ['node']});
    assert.deepEqual(ticketOf(await desk.tickets.show(made.id)).tags, ['node', 'payout']);
    await desk.tickets.delete(made.id);
    await assert.rejects(desk.tickets.show(made.id), error => error.statusCode === 404 || /not ?found/i.test(error.message));
  },
  async 'tickets in bulk'() {
    const tickets = [1, 2, 3].map(n => ({subject: `Number ${n}`, comment: {body: 'Hello'}}));
    const {result} = await desk.tickets.createMany({tickets});
    const job = await finished(result.job_status ? result : {job_status: result});
    const ids = job.results.map(one => one.id);
    const shown = await desk.tickets.showMany(ids);
    assert.equal((shown.result?.tickets ?? shown.result ?? shown).length, 3);
  },
  async user() {
    const made = userOf(await desk.users.create({user: {name: 'Mia', email: 'mia@node.example', tags: ['vip']}}));
    assert.equal(userOf(await desk.users.update(made.id, {user: {notes: 'By phone'}})).notes, 'By phone');
    const found = await desk.users.search({query: 'mia@node.example'});
    assert.deepEqual(found.map(one => one.id), [made.id]);
    assert.equal(userOf(await desk.users.createOrUpdate({user: {name: 'Mia O', email: 'mia@node.example'}})).id, made.id);
    assert.deepEqual(await desk.users.listTags(made.id), [{tags: ['vip']}]);
    await desk.users.delete(made.id);
    assert.equal(userOf(await desk.users.show(made.id)).active, false);
    assert.equal(userOf(await desk.users.me()).email, username.replace('/token', ''));
  },
  async organization() {
    const made = organizationOf(await desk.organizations.create({organization: {name: 'Acme', external_id: '7'}}));
    assert.equal(organizationOf(await desk.organizations.update(made.id, {organization: {details: 'All'}})).details, 'All');
    assert.ok((await desk.organizations.list()).some(one => one.id === made.id));
    await desk.organizations.delete(made.id);
  },
  async search() {
    const made = ticketOf(await desk.tickets.create({ticket: {subject: 'An unmistakable okapi', comment: {body: 'Here'}}}));
    const {result} = await desk.search.query('type:ticket okapi');
    assert.deepEqual((result.results ?? result).map(one => one.id), [made.id]);
    const exported = await desk.search.exportResults('okapi', 'ticket', 10);
    assert.deepEqual(exported.map(one => one.id), [made.id]);
  },
  async export() {
    const {result} = await desk.ticketexport.exportCursor(1_000_000_000);
    assert.ok((result.tickets ?? result).length > 0);
    assert.ok(Array.isArray(await desk.users.incremental(1_000_000_000)));
  },
  async groups() {
    const {result} = await desk.groups.create({group: {name: 'Node group'}});
    const group = result.group ?? result;
    assert.ok((await desk.groups.list()).some(one => one.id === group.id));
    await desk.groups.delete(group.id);
  },
  async fields() {
    const {result} = await desk.ticketfields.create({ticket_field: {type: 'text', title: 'Order'}});
    const field = result.ticket_field ?? result;
    assert.ok((await desk.ticketfields.list()).some(one => one.id === field.id));
    await desk.ticketfields.delete(field.id);
  },
  async 'fields of users'() {
    const made = await desk.userfields.create({user_field: {type: 'dropdown', title: 'Plan', custom_field_options: [{name: 'Gold', value: 'gold'}]}});
    const field = made.result.user_field ?? made.result;
    assert.ok((await desk.userfields.list()).some(one => one.key === 'plan'));
    await desk.userfields.createOrUpdateOption(field.id, {custom_field_option: {name: 'Free', value: 'free'}});
    await desk.userfields.reorder([field.id]);
    const user = userOf(await desk.users.create({user: {name: 'Pia', email: 'pia@node.example', user_fields: {plan: 'free'}}}));
    assert.equal(user.user_fields.plan, 'free');
    await desk.userfields.delete(field.id);
  },
};

for (const [name, story] of Object.entries(stories)) {
  try {
    await story();
    console.log(`went well: ${name}`);
  } catch (error) {
    console.error(`${name}: ${error.stack}\n${JSON.stringify(error.result ?? '')}`);
    process.exitCode = 1;
  }
}
