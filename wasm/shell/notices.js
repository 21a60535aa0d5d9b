// The plain pages that stand there instead of the app when it cannot run: what happened and what to do, in Vietnamese and
// in English. Errors of the core come with their own words.
import { databaseFiles, saveFile } from './data_file.js';

const kNotices = {
  busy: {
    vi: ['Một Cửa đang mở ở thẻ khác', 'Dữ liệu chỉ mở ở một nơi mỗi lúc. Câu trả lời đã lưu ở thẻ kia vẫn còn nguyên; điều đang viết dở ở đó thì không.'],
    en: ['Một Cửa is open in another tab', 'The data is open in one place at a time. Answers that were saved there stay; what is half written there does not.'],
    button: 'Dùng ở đây',
  },
  unsupported: {
    vi: ['Trình duyệt này quá cũ', 'Hãy cập nhật, hoặc mở bằng Chrome, Edge, Firefox hay Safari 17 trở lên. Dữ liệu trên máy vẫn còn nguyên.'],
    en: ['This browser is too old', 'Update it, or use Chrome, Edge, Firefox, or Safari 17 or newer. What is on this device is untouched.'],
  },
  blocked: {
    vi: ['Trình duyệt chặn dữ liệu của trang này', 'Một Cửa giữ hồ sơ và câu trả lời trên máy. Hãy cho phép trang lưu dữ liệu (cookie) trong cài đặt của trình duyệt, rồi thử lại. Đừng xoá dữ liệu duyệt web.'],
    en: ['This browser does not let this site keep data', 'Một Cửa keeps dossiers and answers on the device. Allow the site to keep data (cookies) in the browser’s settings, then try again. Do not clear the browser’s data.'],
    button: 'Thử lại',
  },
  no_canvas: {
    vi: ['Trình duyệt này không vẽ được ứng dụng', 'Hãy đóng bớt thẻ, bật tăng tốc đồ họa trong cài đặt của trình duyệt, cập nhật nó, hoặc dùng trình duyệt khác. Dữ liệu trên máy vẫn còn nguyên.'],
    en: ['This browser cannot draw the app', 'Close other tabs, turn on graphics acceleration in the browser’s settings, update it, or use another browser. What is on this device is untouched.'],
    button: 'Thử lại',
  },
  load: {
    vi: ['Chưa tải được ứng dụng', 'Hãy kiểm tra mạng rồi thử lại. Nếu có mạng mà vẫn vậy, hãy cập nhật trình duyệt. Dữ liệu trên máy vẫn còn nguyên.'],
    en: ['The app could not be loaded', 'Check the network and try again. If it goes on with a network, update the browser. What is on this device is untouched.'],
    button: 'Thử lại',
  },
  crashed: {
    vi: ['Ứng dụng gặp lỗi và đã dừng', 'Những gì đã báo “đã lưu” vẫn còn. Hãy mở lại từ trang đầu. Nếu vẫn lỗi, hãy lưu dữ liệu ra tệp rồi đưa cho quản trị viên; đừng xoá dữ liệu duyệt web.'],
    en: ['The app met an error and stopped', 'What was shown as saved is still there. Open it again from the first page. If it goes on, save the data to a file and give it to your administrator; do not clear the browser’s data.'],
    button: 'Mở lại từ trang đầu',
    offersData: true,
  },
  failed: { vi: ['Không mở được'], en: ['It cannot be opened'], button: 'Thử lại' },
};

// Fills `notice` with the page of this name. `vi` and `en` are lines in place of the page's own.
export function showNotice(notice, name, { vi, en, detail = '', onButton = () => location.reload() } = {}) {
  const page = kNotices[name] ?? kNotices.failed;
  document.documentElement.lang = 'vi';
  document.title = `${page.vi[0]} – Một Cửa`;
  notice.hidden = false;
  const parts = [make('h1', page.vi[0]), ...(vi ?? page.vi.slice(1)).map((line) => make('p', line))];
  for (const line of [page.en[0], ...(en ?? page.en.slice(1))]) parts.push(Object.assign(make('p', line), { lang: 'en' }));
  if (page.button) parts.push(makeButton(page.button, onButton));
  if (page.offersData || name.startsWith('database_')) parts.push(makeButton('Lưu dữ liệu ra tệp', saveData));
  if (detail) {  // For whoever is asked for help.
    const words = document.createElement('details');
    words.append(make('summary', 'Chi tiết'), make('pre', detail));
    parts.push(words);
  }
  notice.replaceChildren(...parts);
  // Whoever does not see the page hears that it has become another.
  parts[0].tabIndex = -1;
  parts[0].focus();
}

// Data that cannot be opened here can be carried to somebody who can.
async function saveData() {
  saveFile('motcua-data.tar', await databaseFiles());
}

function make(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function makeButton(text, onClick) {
  const button = make('button', text);
  button.type = 'button';
  button.onclick = onClick;
  return button;
}
