// The forms of the benchmark and how each is filled; the same text on every run.
// A form comes with a script, a step a line, its words separated by tabs:
//   answer REF VALUE         set a question
//   cascade REF VALUE NEXT   set it, then read the choices of the question NEXT
//   add REF                  append an instance to a repeat
// and with `results`: fields whose values every engine must agree on in the end.

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const range = (count) => Array.from({ length: count }, (_, i) => i + 1);

class Form {
  constructor(id) {
    this.id = id;
    this.itext = [];
    this.instances = [];
    this.binds = [];
    this.body = [];
    this.script = [];
    this.results = [];
  }
  bind(ref, attributes) {
    const written = Object.entries(attributes).filter(([, value]) => value !== undefined);
    this.binds.push(`<bind nodeset="${ref}"${written.map(([name, value]) => ` ${name}="${escape(value)}"`).join('')}/>`);
  }
  answer(ref, value) {
    this.script.push(`answer\t${ref}\t${value}`);
  }
  finished(data) {
    const xml = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>${this.id}</h:title><model odk:xforms-version="1.0.0">
${this.itext.length > 0 ? `<itext>\n${this.itext.join('\n')}\n</itext>` : ''}
<instance><data id="${this.id}" version="1">${data}<orx:meta><orx:instanceID/></orx:meta></data></instance>
${this.instances.join('\n')}
${this.binds.join('\n')}
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>
${this.body.join('\n')}
</h:body></h:html>
`;
    return { xml, script: this.script, results: this.results };
  }
}

const items = (values) => values.map((value) => `<item><label>${value}</label><value>${value}</value></item>`).join('');

/// 20 groups. Of ten questions one chooses, one chooses several, one is text, one a date, six are numbers; to ten there
/// are three calculations and two relevances. The last calculation of a group adds to that of the group before.
function survey(id, questions) {
  const form = new Form(id);
  const tens = questions / 20 / 10;
  let data = '';
  for (let g = 1; g <= 20; ++g) {
    const group = `/data/g${g}`;
    const q = (number) => `${group}/q${number}`;
    data += `<g${g}>`;
    form.body.push(`<group ref="${group}"><label>Part ${g}</label>`);
    // The relevance of the group stands in for its last question's.
    if (g > 1) form.bind(group, { relevant: `/data/g${g - 1}/q1 != 'none'` });
    for (let ten = 0; ten < tens; ++ten) {
      const first = ten * 10 + 1;
      for (let kind = 0; kind < 10; ++kind) {
        const number = first + kind;
        const ref = q(number);
        const label = `<label>Question ${g}.${number}: how many of these does the household have?</label>`;
        const asked = (kind === 3 || kind === 6) && !(g > 1 && kind === 6 && ten === tens - 1);
        const relevant = asked ? `${q(first)} != 'none' and coalesce(${q(number - 1)}, 0) >= 0` : undefined;
        data += `<q${number}/>`;
        if (kind === 0) {
          form.bind(ref, { type: 'string', required: 'true()' });
          form.body.push(`<select1 ref="${ref}">${label}${items(['one', 'two', 'many', 'none'])}</select1>`);
          form.answer(ref, ['one', 'two', 'many'][(g + ten) % 3]);
        } else if (kind === 7) {
          form.bind(ref, { type: 'string' });
          form.body.push(`<select ref="${ref}">${label}${items(['a', 'b', 'c', 'd', 'e'])}</select>`);
          form.answer(ref, 'a c');
        } else if (kind === 8) {
          form.bind(ref, { type: 'string' });
          form.body.push(`<input ref="${ref}">${label}</input>`);
          form.answer(ref, `answer ${number}`);
        } else if (kind === 9) {
          form.bind(ref, { type: 'date', constraint: ". <= date('2030-01-01')" });
          form.body.push(`<input ref="${ref}">${label}</input>`);
          form.answer(ref, `20${10 + (number % 15)}-0${1 + (number % 9)}-1${number % 7}`);
        } else {
          form.bind(ref, { type: 'int', relevant, constraint: '. >= 0 and . < 100000', 'jr:constraintMsg': 'From 0 to 99,999' });
          form.body.push(`<input ref="${ref}">${label}</input>`);
          form.answer(ref, String((g * 31 + number * 7) % 1000));
        }
      }
      const c = (which) => `${group}/c${ten * 3 + which}`;
      data += range(3).map((which) => `<c${ten * 3 + which}/>`).join('');
      form.bind(c(1), { type: 'string', calculate: `coalesce(${q(first + 1)}, 0) + coalesce(${q(first + 2)}, 0) * 2` });
      form.bind(c(2), { type: 'string', calculate: `if(${q(first)} = 'many', ${c(1)} * 12, ${c(1)} + coalesce(${q(first + 3)}, 0))` });
      const before = g > 1 ? `coalesce(/data/g${g - 1}/c${tens * 3}, 0)` : '0';
      const parts = range(Math.min(tens, 10)).map((part) => `${group}/c${(part - 1) * 3 + 2}`);
      const last = ten === tens - 1 ? `${before} + ${parts.join(' + ')}` : `concat(${q(first + 8)}, ' ', round(${c(2)} div 3))`;
      form.bind(c(3), { type: 'string', calculate: last });
    }
    form.results.push(`${group}/c${tens * 3}`);
    data += `</g${g}>`;
    form.body.push('</group>');
  }
  return form.finished(data);
}

/// 500 people in a repeat, with sums over all of them.
function members() {
  const form = new Form('members');
  const each = '/data/member';
  form.body.push('<group ref="/data/member"><label>Member</label><repeat nodeset="/data/member">');
  const ask = (name, type, bind) => {
    form.bind(`${each}/${name}`, { type, ...bind });
    form.body.push(`<input ref="${each}/${name}"><label>${name} of <output value="../number"/></label></input>`);
  };
  form.bind(`${each}/number`, { type: 'string', calculate: 'position(..)' });
  ask('name', 'string', { required: 'true()' });
  ask('age', 'int', { constraint: '. >= 0 and . < 130' });
  ask('income', 'int', { relevant: `${each}/age >= 15` });
  form.bind(`${each}/adult`, { type: 'string', calculate: `if(${each}/age >= 18, 1, 0)` });
  form.body.push('</repeat></group>');
  form.bind('/data/count', { type: 'string', calculate: `count(${each})` });
  form.bind('/data/income', { type: 'string', calculate: `sum(${each}/income)` });
  form.bind('/data/adults', { type: 'string', calculate: `sum(${each}/adult)` });
  form.bind('/data/oldest', { type: 'string', calculate: `max(${each}/age)` });
  form.bind('/data/mean', { type: 'string', calculate: `if(/data/adults > 0, round(/data/income div /data/adults), 0)` });
  for (let i = 1; i <= 500; ++i) {
    form.script.push(`add\t${each}`);
    form.answer(`${each}[${i}]/name`, `Person ${i}`);
    form.answer(`${each}[${i}]/age`, String(15 + ((i * 37) % 80)));
    form.answer(`${each}[${i}]/income`, String((i * 7919) % 10_000));
  }
  form.results.push('/data/count', '/data/income', '/data/adults', '/data/oldest', '/data/mean');
  return form.finished(
    '<member jr:template=""><number/><name/><age/><income/><adult/></member><count/><income/><adults/><oldest/><mean/>',
  );
}

/// 60 provinces, 1,500 districts, 30,000 communes, each list filtered by the answer above it.
function cascade() {
  const form = new Form('cascade');
  const list = (id, rows) =>
    form.instances.push(`<instance id="${id}"><root>${rows.map((row) => `<item>${row}</item>`).join('')}</root></instance>`);
  const row = (kind, number, parent) =>
    `<name>${kind}${number}</name><label>${kind} number ${number}</label>${parent ? `<parent>${parent}</parent>` : ''}`;
  list('province', range(60).map((n) => row('p', n)));
  list('district', range(1500).map((n) => row('d', n, `p${1 + (n % 60)}`)));
  list('commune', range(30_000).map((n) => row('c', n, `d${1 + (n % 1500)}`)));
  const ask = (name, filter) => {
    form.bind(`/data/${name}`, { type: 'string' });
    form.body.push(
      `<select1 ref="/data/${name}"><label>${name}</label><itemset nodeset="instance('${name}')/root/item${filter}"><value ref="name"/><label ref="label"/></itemset></select1>`,
    );
  };
  ask('province', '');
  ask('district', '[parent = /data/province]');
  ask('commune', '[parent = /data/district]');
  form.bind('/data/full', { type: 'string', calculate: "concat(/data/province, '/', /data/district, '/', /data/commune)" });
  for (let round = 0; round < 20; ++round) {
    const province = 1 + ((round * 7) % 60);
    const district = province - 1 === 0 ? 60 : province - 1;
    const commune = district - 1 === 0 ? 1500 : district - 1;
    form.script.push(`cascade\t/data/province\tp${province}\t/data/district`);
    form.script.push(`cascade\t/data/district\td${district}\t/data/commune`);
    form.answer('/data/commune', `c${commune}`);
  }
  form.results.push('/data/full');
  return form.finished('<province/><district/><commune/><full/>');
}

/// The size and the shape of a long interview: 800 questions in two languages, most of them with choices, each asked
/// only after the answer before it, in sections that depend on an age that is calculated.
function interview() {
  const form = new Form('interview');
  const texts = { en: [], vi: [] };
  const say = (id, en, vi) => {
    texts.en.push(`<text id="${id}"><value>${en}</value></text>`);
    texts.vi.push(`<text id="${id}"><value>${vi}</value></text>`);
  };
  const label = (id) => `<label ref="jr:itext('${id}')"/>`;
  const answers = [['yes', 'Yes', 'Có'], ['no', 'No', 'Không'], ['dk', 'Does not know', 'Không biết'], ['ref', 'Refused to answer', 'Từ chối trả lời']];
  let data = '<born/><died/><age_days/><age_years/><is_child/><is_adult/>';
  const meet = [['born', 'date', 'When was the person born?', 'Người đó sinh ngày nào?', '1958-03-14'], ['died', 'date', 'When did the person die?', 'Người đó mất ngày nào?', '2026-02-03']];
  for (const [name, type, en, vi, value] of meet) {
    say(`/data/${name}:label`, en, vi);
    form.bind(`/data/${name}`, { type, required: 'true()', constraint: '. <= today()' });
    form.body.push(`<input ref="/data/${name}">${label(`/data/${name}:label`)}</input>`);
    form.answer(`/data/${name}`, value);
  }
  form.bind('/data/age_days', { type: 'string', calculate: "if(/data/born != '' and /data/died != '', int(decimal-date-time(/data/died) - decimal-date-time(/data/born)), '')" });
  form.bind('/data/age_years', { type: 'string', calculate: 'int(/data/age_days div 365.25)' });
  form.bind('/data/is_child', { type: 'string', calculate: "if(/data/age_years != '' and /data/age_years < 12, 1, 0)" });
  form.bind('/data/is_adult', { type: 'string', calculate: "if(/data/age_years != '' and /data/age_years >= 12, 1, 0)" });
  const en = 'In the weeks and days before the death, or during the illness that led to it, did the person that we speak of have this sign, as far as you or anyone in the household has seen, heard or been told of it by a nurse or a doctor';
  const vi = 'Trong những tuần và những ngày trước khi mất, hoặc trong đợt ốm dẫn đến việc đó, người mà chúng ta đang nói tới có dấu hiệu này hay không, theo những gì ông/bà hoặc người trong nhà đã thấy, đã nghe hoặc được y tá, bác sĩ nói cho biết';
  let number = 0;
  for (let s = 1; s <= 40; ++s) {
    const section = `/data/s${s}`;
    data += `<s${s}>`;
    say(`${section}:label`, `Section ${s}: signs and symptoms of the last illness`, `Phần ${s}: dấu hiệu và triệu chứng của đợt ốm cuối`);
    form.bind(section, { relevant: s % 4 === 0 ? "/data/is_child = '1' or /data/is_adult = '1'" : "/data/is_adult = '1'" });
    form.body.push(`<group ref="${section}" appearance="field-list">${label(`${section}:label`)}`);
    for (let i = 1; i <= 20; ++i) {
      ++number;
      const ref = `${section}/q${i}`;
      const before = i > 1 ? `${section}/q${i - 1}` : undefined;
      data += `<q${i}/>`;
      say(`${ref}:label`, `(${number}) ${en}, sign ${number}?`, `(${number}) ${vi}, dấu hiệu ${number}?`);
      say(`${ref}:hint`, `Read the question slowly, do not suggest an answer to ${number}.`, `Đọc chậm câu hỏi, không gợi ý câu trả lời cho câu ${number}.`);
      const texts_of = `${label(`${ref}:label`)}<hint ref="jr:itext('${ref}:hint')"/>`;
      if (i % 5 === 0) {
        // How long it lasted.
        form.bind(ref, { type: 'int', required: 'true()', relevant: `selected(${before}, 'yes')`, constraint: '(. >= 0 and . <= 365) or . = 999', 'jr:constraintMsg': `jr:itext('${ref}:message')` });
        say(`${ref}:message`, 'From 0 to 365 days; 999 when it is not known.', 'Từ 0 đến 365 ngày; 999 khi không biết.');
        form.body.push(`<input ref="${ref}">${texts_of}</input>`);
        form.answer(ref, String(number % 365));
        continue;
      }
      // After a number the chain goes on with the question before that.
      const link = i % 5 === 1 && i > 1 ? `${section}/q${i - 2}` : before;
      form.bind(ref, { type: 'string', required: 'true()', relevant: link && `selected(${link}, 'yes') and /data/age_years > 0` });
      for (const [value, own_en, own_vi] of answers) say(`${ref}/${value}:label`, own_en, own_vi);
      const choices = answers.map(([value]) => `<item>${label(`${ref}/${value}:label`)}<value>${value}</value></item>`).join('');
      const tag = i % 7 === 0 ? 'select' : 'select1';
      form.body.push(`<${tag} ref="${ref}">${texts_of}${choices}</${tag}>`);
      form.answer(ref, 'yes');
    }
    data += '<score/><signs/>';
    const chosen = range(20).filter((i) => i % 5 !== 0);
    form.bind(`${section}/score`, { type: 'string', calculate: chosen.map((i) => `number(selected(${section}/q${i}, 'yes'))`).join(' + ') });
    form.bind(`${section}/signs`, { type: 'string', calculate: `if(${section}/score > 10, 'many', if(${section}/score > 0, 'some', 'none'))` });
    form.results.push(`${section}/score`, `${section}/signs`);
    data += `</s${s}>`;
    form.body.push('</group>');
  }
  form.itext.push(`<translation lang="English" default="true()">${texts.en.join('\n')}</translation>`);
  form.itext.push(`<translation lang="Tiếng Việt">${texts.vi.join('\n')}</translation>`);
  form.results.push('/data/age_years');
  return form.finished(data);
}

/// `every`: of the answers the other engine gives each so manieth. `budgets` are those of the native engine.
export const forms = [
  {
    name: '1,000 questions, 300 calculations, 200 relevances',
    file: 'survey-1000',
    make: () => survey('survey-1000', 1000),
    every: 7,
    budgets: { open_ms: 50, open_processor_ms: 50, answer_p50_ms: 0.03, answer_p95_ms: 0.3 },
  },
  {
    name: '10,000 questions, 3,000 calculations, 2,000 relevances',
    file: 'survey-10000',
    make: () => survey('survey-10000', 10_000),
    every: 97,
    linear: { from: 'survey-1000', times: 10 },
    budgets: { answer_p50_ms: 0.03, answer_p95_ms: 0.3 },
  },
  { name: 'a repeat of 500 instances', file: 'members', make: members, every: 1, budgets: { add_last_ms: 2 } },
  { name: 'a cascade of 60, 1,500 and 30,000 choices', file: 'cascade', make: cascade, every: 1, budgets: { cascade_p95_ms: 1 } },
  { name: 'an interview of 800 questions in two languages', file: 'interview', make: interview, every: 1, budgets: {} },
];
