//! 支援レポート: when, to whom and how it was shared.
use crate::fixtures::settled::*;
use axum::http::StatusCode;
use store::{AuditEvent, AuditKind, EmploymentBody, EntityKind, Role, Subject, SupportReportBody};

#[tokio::test]
async fn g_02_a_report_says_when_to_whom_and_how_it_was_shared() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let staff = settled.client(Role::SupportStaff).await;
    let report = format!("{}/report", settled.records());
    full(&staff, &settled.records(), &[]).await;
    let page = staff.get(&settled.records()).await;
    assert!(page.has("まだ請求できません 1件") && page.has("支援レポート"), "{}", page.body);
    let page = staff.post(&report, &with(&REPORT, &[("to_person", ""), ("to_employer", ""), ("method", "")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("共有した相手が選ばれていません") && page.has("共有の方法が選ばれていません"), "{}", page.body);
    let page = staff.post(&report, &with(&REPORT, &[("to_person", "")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("本人に印がありません") && page.has("面談と職場訪問"), "{}", page.body);
    let page = staff.post(&report, &REPORT).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = staff.get(&settled.records()).await;
    assert!(page.has("請求できます") && page.has("就労定着支援 就労定着率95%以上"), "{}", page.body);
    let sheet = staff.get(&format!("{report}/print")).await;
    assert!(sheet.has("見本 続") && sheet.has("つづける相談室 潮") && sheet.has("面談と職場訪問"), "{}", sheet.body);
    assert!(!sheet.has("主なメニュー"));
}

/// The job of the person, as told on its tab.
async fn disclosed(settled: &Settled, told: Option<bool>) {
    let tx = settled.house.app.store.begin(&settled.actor(), settled.house.app.clock.now()).await.unwrap();
    let job = tx.employments().of_person(settled.person).await.unwrap().remove(0);
    let body = EmploymentBody { disclosed_to_employer: told, ..job.body };
    tx.employments().update(job.id, &body, job.version).await.unwrap();
    let subject = Subject::new(EntityKind::Person, settled.person);
    tx.commit(AuditEvent::new(AuditKind::EmploymentSaved, subject)).await.unwrap();
}

#[tokio::test]
async fn an_employer_who_knows_is_not_left_out_and_the_page_says_both_ways_to_mend_it() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let staff = settled.client(Role::SupportStaff).await;
    let report = format!("{}/report", settled.records());
    full(&staff, &settled.records(), &[]).await;
    let alone = with(&REPORT, &[("to_employer", ""), ("employer_left_out_reason", "本人の希望")]);
    let page = staff.post(&report, &alone).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = staff.get(&report).await;
    assert!(page.has("勤務先に障害を開示している人です") && page.has("#f-disclosed"), "{}", page.body);
    let claim = staff.get(&format!("/t/{MONTH}/claim")).await;
    for words in ["「開示している」人は、理由があっても省けません", "「事業主」に印", "「企業への障害の開示」を直し"]
    {
        assert!(claim.has(words), "{words} {}", claim.body);
    }
    assert!(!claim.has("その理由がありません"), "a reason was typed: {}", claim.body);
    // the one way: the job says that nobody there knows
    disclosed(&settled, Some(false)).await;
    assert!(staff.get(&settled.records()).await.has("請求できます"));
    // where nobody knows, a reason is asked
    let page = staff.post(&report, &with(&REPORT, &[("to_employer", ""), ("version", "1")])).await;
    assert!(page.has("事業主に共有していません"), "{}", page.body);
    // the other way: shared with the employer too
    disclosed(&settled, Some(true)).await;
    let page = staff.post(&report, &with(&REPORT, &[("version", "1")])).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(staff.get(&settled.records()).await.has("請求できます"));
}

#[tokio::test]
async fn a_report_that_was_kept_without_the_person_blocks_with_its_own_words() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let staff = settled.client(Role::SupportStaff).await;
    full(&staff, &settled.records(), &[]).await;
    let body = SupportReportBody {
        support_given: "面談".to_owned(),
        shared_on: Some("2026-10-25".parse().unwrap()),
        recipients: vec!["事業主".to_owned()],
        method: "手渡し".to_owned(),
        ..SupportReportBody::default()
    };
    let tx = settled.house.app.store.begin(&settled.actor(), settled.house.app.clock.now()).await.unwrap();
    tx.support_reports().save(settled.person, MONTH.parse().unwrap(), &body, None).await.unwrap();
    let subject = Subject::new(EntityKind::Person, settled.person);
    tx.commit(AuditEvent::new(AuditKind::SupportReportSaved, subject)).await.unwrap();
    let page = staff.get(&format!("/t/{MONTH}/claim")).await;
    assert!(page.has("支援レポートが本人に共有されていません") && page.has("report#f-to_person"), "{}", page.body);
}

#[tokio::test]
async fn g_02_a_report_shared_in_the_first_days_of_the_next_month_is_warned_of_and_later_ones_block() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let staff = settled.client(Role::SupportStaff).await;
    let report = format!("{}/report", settled.records());
    full(&staff, &settled.records(), &[]).await;
    staff.post(&report, &with(&REPORT, &[("shared_on", "11/4")])).await;
    let page = staff.get(&report).await;
    assert!(page.has("共有日が令和8年11月に入っています") && page.has("請求できます"), "{}", page.body);
    let page = staff.post(&report, &with(&REPORT, &[("shared_on", "11/6"), ("version", "1")])).await;
    assert!(page.has("共有日が今日より後です") && page.has("value=\"2026-11-06\""), "{}", page.body);
    // of September, and shared on the 20th of October
    settled.approved("2026-09").await;
    let september = format!("/t/2026-09/records/{}", settled.person);
    full(&staff, &september, &[]).await;
    let page = staff.post(&format!("{september}/report"), &with(&REPORT, &[("shared_on", "10/20")])).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(staff.get(&september).await.has("まだ請求できません 1件"));
}

#[tokio::test]
async fn a_report_begins_with_that_of_the_month_before_and_keeps_what_is_typed() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let before = format!("/t/2026-09/records/{}/report", settled.person);
    staff.post(&before, &with(&REPORT, &[("work", "荷物の仕分け"), ("health", "よく眠れている")])).await;
    let report = format!("{}/report", settled.records());
    let page = staff.post(&report, &[("act", "copy"), ("health", "寝不足"), ("version", "")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("荷物の仕分け") && page.has("寝不足") && !page.has("よく眠れている"), "{}", page.body);
    assert!(!page.has("value=\"2026-09-25\""), "the day of sharing is not copied");
    let stored = settled.read().support_reports().get(settled.person, MONTH.parse().unwrap()).await.unwrap();
    assert_eq!(stored.version, None, "nothing is saved by it");
}

#[tokio::test]
async fn the_history_of_a_person_tells_records_plans_and_reports_also_when_they_were_taken_away() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::Manager).await;
    full(&manager, &settled.records(), &[]).await;
    let id = settled.read().contacts().of_month(MONTH.parse().unwrap()).await.unwrap()[0].id.to_string();
    full(&manager, &settled.records(), &[("contact", &id), ("version", "1"), ("means", "video")]).await;
    manager.post(&format!("{}/remove", settled.records()), &[("contact", &id), ("version", "2")]).await;
    manager.post(&format!("{}/report", settled.records()), &REPORT).await;
    upload(&manager, &settled.plans(), &PLAN, None).await;
    let page = manager.get(&format!("/people/{}/history", settled.person)).await;
    for part in [
        "支援記録(R8.10.8)の登録",
        "手段: 対面 → オンライン",
        "支援記録(R8.10.8)の取消し",
        "支援レポート(令和8年10月)の登録",
        "支援計画の登録",
    ] {
        assert!(page.has(part), "{part} {}", page.body);
    }
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        manager.get(&settled.records()).await.has("name=\"version\" value=\"\""),
        "the month is open for a new full record"
    );
}
