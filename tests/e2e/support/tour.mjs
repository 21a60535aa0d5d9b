// Every screen of the app, each in the states that people meet. `see(name)` is called when a screen is as it should be.
import { join } from 'node:path';
import { add, back, choose, fillPage, next, openInstance, search, type, unfold } from './fill.mjs';
import { fillPart, goTo, loadSurveys, lookUp, offline, online, open, part, savedAnswers, signIn, toPart } from './people.mjs';
import { kDossier, top } from './office.mjs';

export async function citizenTour({ office, phone: { page } }, see) {
  // Chromium offers to install the app when it likes: the first page is looked at without that.
  await page.addInitScript(() => addEventListener('beforeinstallprompt', (event) => event.stopImmediatePropagation()));
  await open(page, office);
  await see('home');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await see('home-nothing-entered');
  await lookUp(page, kDossier.code, 'SAI123');
  await page.getByRole('alert').getByText('Không tìm thấy hồ sơ').waitFor();
  await see('home-wrong-code');
  await lookUp(page);
  await page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
  await see('dossier');
  await page.getByRole('radio', { name: 'Hài lòng', exact: true }).check();
  await page.getByRole('button', { name: 'Gửi đánh giá' }).waitFor();
  await see('dossier-rating');
  await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
  await page.getByText('Đã gửi đến cơ quan').waitFor();
  await see('dossier-rated');
  await page.goBack();
  await page.getByRole('link', { name: new RegExp(kDossier.procedure) }).waitFor();
  await see('home-with-a-dossier');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Look up' }).waitFor();
  await see('home-english');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await goTo(page, '#/feedback/new');
  await page.getByRole('button', { name: 'Gửi phản ánh' }).waitFor();
  await see('feedback-new');
  await page.getByLabel('Nội dung').fill('Ghế chờ ở quầy số 3 bị hỏng');
  await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
  await page.getByText('Trả lời của cơ quan sẽ hiện ở đây').waitFor();
  await see('feedback');
  await goTo(page, '#/dossier/H26.18-000000-0000');
  await page.getByText('Hồ sơ này chưa được lưu trên máy').waitFor();
  await see('dossier-not-kept');
  await goTo(page, '#/khong/co');
  await page.getByText('Địa chỉ có thể bị gõ sai hoặc đã cũ').waitFor();
  await see('no-such-page');
}

export async function surveyorTour({ office, phone }, see) {
  const { page } = phone;
  await open(page, office, '#/survey');
  await page.getByText('Thiết bị chưa ghi danh').waitFor();
  await see('surveys-not-enrolled');
  await goTo(page, '#/survey/enrol');
  await page.getByLabel('Mã ghi danh').fill('SAI-MA');
  await page.getByRole('button', { name: 'Ghi danh' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await see('enrol-wrong-code');
  await loadSurveys(page, office);
  await page.getByText('Đã ghi danh: khaosat1').waitFor({ state: 'hidden' });
  await see('surveys');

  await page.getByRole('button', { name: /Làm phiếu mới: .*SIPAS/ }).click();
  await page.getByRole('button', { name: 'Tiếp tục' }).waitFor();
  await see('fill');
  await savedAnswers(page, await fillPart(page));
  await see('fill-answered');
  await goTo(page, '#/survey/responses');
  await page.getByRole('button', { name: /^Làm tiếp/ }).waitFor();
  await see('responses-with-a-draft');
  await page.getByRole('button', { name: /^Xoá nháp/ }).click();
  await page.getByRole('dialog').waitFor();
  await see('response-discard');
  await page.getByRole('dialog').getByRole('button', { name: 'Huỷ' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await offline(office, phone);
  await goTo(page, '#/survey');
  await page.getByRole('button', { name: /Làm phiếu mới: .*9 nội dung/ }).click();
  await page.getByText(/^Phần 1\//).waitFor();
  const { of: parts } = await part(page);
  await toPart(page, parts);
  await page.getByRole('button', { name: 'Hoàn tất' }).click();
  await page.getByText(/^Còn \d+ câu cần xem lại$/).waitFor();
  await see('fill-check');
  await page.getByRole('button', { name: 'Quay lại phiếu' }).click();
  await page.getByText(/^Phần \d+\//).waitFor();
  for (let number = parts; number > 0; --number) {
    await toPart(page, number);
    await fillPart(page);
  }
  await page.getByRole('button', { name: 'Hoàn tất' }).click();
  await page.getByRole('heading', { name: 'Đã hoàn tất, sẽ gửi khi có mạng' }).waitFor();
  await see('fill-done');
  await goTo(page, '#/survey/responses');
  await page.getByRole('heading', { name: 'Phiếu của tôi' }).waitFor();
  await page.getByText('Chưa gửi', { exact: true }).waitFor();
  await see('responses-unsent');
  await goTo(page, '#/survey/sync');
  await page.getByText('Không có mạng').waitFor();
  await see('sync-offline');
  await online(office, phone);
  await page.getByText('Máy chủ đã có mọi phiếu đã hoàn tất').waitFor({ timeout: 60_000 });
  await see('sync-all-sent');
}

async function startForm(page, title) {
  await goTo(page, '#/survey');
  await page.getByRole('button', { name: new RegExp(`^Làm phiếu mới: ${title}`) }).click();
  await page.getByText(/^Phần 1\//).waitFor();
}

// What forms may hold that SIPAS does not: every control, repeats one inside the other, long lists, languages.
export async function formsTour({ office, phone: { page } }, see) {
  for (const form of ['tests/ui/forms/controls.xml', 'tests/ui/forms/family.xml', 'assets/forms/household.md']) {
    await office.run('form', 'publish', join(top, form));
  }
  await open(page, office);
  await loadSurveys(page, office);
  await page.getByText('Đã ghi danh: khaosat1').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Làm phiếu mới: Phiếu khảo sát hộ gia đình/ }).waitFor();

  await startForm(page, 'Mọi loại câu hỏi');
  await see('form-scale');
  await fillPage(page);
  await see('form-scale-answered');
  await next(page);
  await see('form-time');
  await fillPage(page, { 'Năm cấp': '2019', 'Chi phí': '1250000', 'Số km': '2,5' });
  await see('form-time-answered');
  await next(page);
  await see('form-place');
  await page.getByLabel('Vĩ độ', { exact: true }).fill('121');
  await page.getByLabel('Gõ toạ độ các điểm: Đường đi', { exact: true }).fill('21.0285');
  await page.locator('[aria-invalid=true]').nth(1).waitFor();
  await see('form-place-wrong');
  await page.getByLabel('Vĩ độ', { exact: true }).fill('21,0285');
  await page.getByLabel('Gõ toạ độ các điểm: Đường đi', { exact: true }).fill('21.0285 105.8542; 21.0290 105.8550');
  await type(page, 'Kinh độ', '105.8542');
  await page.locator('[aria-invalid=true]').first().waitFor({ state: 'detached' });
  await fillPage(page);
  await see('form-place-answered');
  await next(page);
  await see('form-lists');
  await unfold(page, 'Phường');
  await page.getByRole('searchbox', { name: 'Tìm lựa chọn: Phường', exact: true }).fill('nghia trang');
  await page.getByText('Không có lựa chọn nào khớp').waitFor();
  await page.getByRole('searchbox', { name: 'Tìm lựa chọn: Các phường đã đến' }).fill('gi');
  await page.getByRole('checkbox', { name: 'Phường Giảng Võ' }).check();
  await see('form-lists-searched');
  await page.getByRole('button', { name: 'Hoàn tất' }).click();
  await page.getByText('Còn 1 câu cần xem lại').waitFor();
  await see('form-check');

  await startForm(page, 'Phiếu gia đình');
  await see('repeat');
  await openInstance(page, 'Thành viên 1');
  await see('repeat-instance');
  await type(page, 'Tên gọi', 'Lan');
  await choose(page, 'Giới tính của Lan', 'Nữ');
  await type(page, 'Tuổi', '135');
  await page.locator('[aria-invalid=true]').waitFor();
  await see('repeat-instance-wrong');
  await back(page);
  await see('repeat-wrong');
  await openInstance(page, 'Thành viên 1');
  await page.getByRole('textbox', { name: 'Tuổi', exact: true }).fill('35');
  await page.locator('[aria-invalid=true]').waitFor({ state: 'detached' });
  await next(page);
  await see('repeat-inside-empty');
  await add(page, 'Công việc');
  await fillPage(page);
  await see('repeat-inside');
  await back(page);
  await see('repeat-inside-filled');
  await back(page);
  await add(page, 'Thành viên');
  await page.getByRole('button', { name: 'Chuyển phiếu sang English' }).click();
  await page.getByRole('textbox', { name: 'Given name', exact: true }).waitFor();
  await see('repeat-english');
  await back(page);
  await page.getByRole('button', { name: 'Remove Member 2' }).or(page.getByRole('button', { name: 'Xoá Member 2' })).click();
  await page.getByRole('button', { name: 'Hoàn tác' }).waitFor();
  await see('repeat-removed');

  await startForm(page, 'Phiếu khảo sát hộ gia đình');
  await fillPage(page);
  await next(page);
  await fillPage(page);
  await next(page);
  await choose(page, 'Từ ngày 1/7/2025, nơi Ông/Bà ở thuộc phường hay xã?', 'Phường');
  await unfold(page, 'Phường, xã hiện nay');
  await page.getByRole('searchbox', { name: 'Tìm lựa chọn: Phường, xã hiện nay', exact: true }).fill('hoan');
  await page.getByRole('radio', { name: 'Phường Hoàn Kiếm', exact: true }).waitFor();
  await see('cascade-searched');
  await search(page, 'Phường, xã hiện nay', 'hoan kiem', 'Phường Hoàn Kiếm');
  await fillPage(page);
  await see('cascade-answered');
}

export async function adminTour({ office, phone: { page } }, see) {
  await open(page, office, '#/admin');
  await page.getByLabel('Mật khẩu').waitFor();
  await see('sign-in');
  await signIn(page, 'mat-khau-sai');
  await page.getByText('Sai tên đăng nhập hoặc mật khẩu').waitFor();
  await see('sign-in-wrong');
  await signIn(page);
  await page.getByText('Hồ sơ chưa xong').waitFor();
  await see('overview');
  await goTo(page, '#/admin/responses');
  await page.getByText('Chưa có phiếu nào').waitFor();
  await see('all-responses-none');
  await goTo(page, '#/admin/dossiers');
  await page.getByText(kDossier.code).first().waitFor();
  await see('all-dossiers');
}
