//! 請求できない理由: each reason with its words and its jump.
use crate::fixtures::desk::*;
use axum::http::StatusCode;
use fees::FeeTables;
use store::{
    AuditKind, CardBody, ContactBilling, ContactBody, ContactKind, ContactMeans, EmploymentBody, Intent,
    RetentionFactsBody,
};

#[tokio::test]
async fn a_month_of_phone_calls_alone_is_not_claimed() {
    let desk = Desk::new(&[But::Phone]).await;
    let chief = desk.chief().await;
    let page = desk.list(&chief).await;
    let href = format!("{}/t/{MONTH}/records/{}", chief.base, desk.person);
    assert_reason(&page, "対面かオンラインでの支援がありません(電話・メールだけでは請求できません)。", &href);
    let tick = desk.press(&chief, "check").await;
    assert_eq!(tick.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(tick.has("直すところがあるため、進めません") && tick.has("見本 続: 対面かオンライン"), "{}", tick.body);
}

#[tokio::test]
async fn g_02_a_month_whose_report_is_not_shared_is_not_claimed() {
    let desk = Desk::new(&[But::NoReport]).await;
    let clerk = desk.clerk().await;
    let href = format!("{}/t/{MONTH}/records/{}/report#f-shared_on", clerk.base, desk.person);
    assert_reason(&desk.list(&clerk).await, "支援レポートの共有日がありません。", &href);
}

#[tokio::test]
async fn a_second_job_change_ends_the_claim_and_the_reason_stands_there() {
    let desk = Desk::new(&[]).await;
    change(&desk, AuditKind::EmploymentSaved, async |tx, person| {
        let first = tx.employments().of_person(person).await.unwrap().remove(0);
        let ended = EmploymentBody { ended_on: Some(day("2026-08-31")), ..first.body };
        tx.employments().update(first.id, &ended, first.version).await.unwrap();
        for (from, to) in [("2026-09-10", Some("2026-09-30")), ("2026-10-05", None)] {
            let body = EmploymentBody {
                employer: "見本商店".to_owned(),
                hired_on: Some(day(from)),
                ended_on: to.map(day),
                disclosed_to_employer: Some(true),
                ..EmploymentBody::default()
            };
            tx.employments().create(person, &body).await.unwrap();
        }
    })
    .await;
    let page = desk.list(&desk.clerk().await).await;
    let words = "二度目の転職です。継続とみる転職は1回までで、2026年9月30日の退職で終わりです。";
    assert!(page.has(words) && page.has("阻害あり"), "{}", page.body);
}

#[tokio::test]
async fn a_fifth_conference_of_the_year_is_not_paid_and_the_statement_says_so() {
    let desk = Desk::with(fees::FeeTables::builtin(), &[], "2025-09-15", |_| {}).await;
    conferences(&desk, ContactMeans::FaceToFace, ["2026-04-07", "2026-05-12", "2026-06-09", "2026-07-14"]).await;
    let clerk = desk.clerk().await;
    let page = desk.list(&clerk).await;
    assert!(page.has("<strong>3,512</strong>単位"), "the base fee alone: {}", page.body);
    let detail = clerk.get(&format!("/t/{MONTH}/claim/people/{}", desk.person)).await;
    let words = "今年度はすでに4回算定しています。ⅠとⅡ合わせて年4回まで";
    assert!(detail.has(words), "{}", detail.body);
    assert!(page.has(words), "what was recorded and is not paid stands on the list too: {}", page.body);
}

/// A conference in October, and four in other months.
async fn conferences(desk: &Desk, means: ContactMeans, others: [&str; 4]) {
    change(desk, AuditKind::ContactSaved, async |tx, person| {
        let stored = tx.contacts().get(desk.contact).await.unwrap();
        let with = ContactBody { billing: ContactBilling::BaseAndConference1, ..stored.body };
        tx.contacts().update(desk.contact, &with, stored.version).await.unwrap();
        for on in others {
            let held = contact(on, means, ContactBilling::BaseAndConference2, ContactKind::Full);
            tx.contacts().create(person, &held).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn conferences_of_later_months_that_were_claimed_first_use_up_the_year() {
    let desk = Desk::new(&[]).await;
    let later = ["2026-11-10", "2026-12-08", "2027-01-12", "2027-02-09"];
    conferences(&desk, ContactMeans::FaceToFace, later).await;
    let clerk = desk.clerk().await;
    let page = desk.list(&clerk).await;
    assert!(page.has("<strong>4,091</strong>単位"), "recorded later, this month comes first: {}", page.body);
    let request = async |on: &str, rule: &str| {
        let snapshot = format!("{{\"outcome\":{{\"claim\":{{\"lines\":[{{\"rule\":\"{rule}\"}}]}}}}}}");
        change(&desk, AuditKind::ClaimRequested, async |tx, person| {
            let version = tx
                .retention_claims()
                .check(person, day(on).month(), store::CheckedPlan::default(), None)
                .await
                .unwrap();
            tx.retention_claims().request(person, day(on).month(), &snapshot, Some(version)).await.unwrap();
        })
        .await;
    };
    for on in &later[..3] {
        request(on, "retention.conference").await;
    }
    let page = desk.list(&clerk).await;
    assert!(page.has("<strong>4,091</strong>単位"), "the fourth: {}", page.body);
    request(later[3], "retention.conference").await;
    let page = desk.list(&clerk).await;
    assert!(page.has("<strong>3,512</strong>単位"), "a fifth is not paid: {}", page.body);
    let months = "同じ年度のほかの月: 11月(請求中)・12月(請求中)・1月(請求中)・2月(請求中)";
    assert!(page.has("今年度はすでに4回算定しています") && page.has(months), "{}", page.body);
    let record = clerk.get(&format!("/t/{MONTH}/records/{}", desk.person)).await;
    let told = "会議の加算 2026年度: 5回(年4回まで)。この月のほかに 11月(請求中)・12月(請求中)";
    assert!(record.has(told), "{}", record.body);
}

#[tokio::test]
async fn what_was_claimed_without_its_conference_uses_none_of_the_year() {
    let desk = Desk::with(fees::FeeTables::builtin(), &[], "2025-09-15", |_| {}).await;
    conferences(&desk, ContactMeans::FaceToFace, ["2026-04-07", "2026-05-12", "2026-06-09", "2026-07-14"]).await;
    change(&desk, AuditKind::ClaimRequested, async |tx, person| {
        let may = day("2026-05-12").month();
        let version = tx.retention_claims().check(person, may, store::CheckedPlan::default(), None).await.unwrap();
        let snapshot = "{\"outcome\":{\"claim\":{\"lines\":[{\"rule\":\"retention.base\"}]}}}";
        tx.retention_claims().request(person, may, snapshot, Some(version)).await.unwrap();
    })
    .await;
    let page = desk.list(&desk.clerk().await).await;
    assert!(page.has("<strong>4,091</strong>単位"), "{}", page.body);
}

#[tokio::test]
async fn conferences_on_days_that_do_not_count_use_none_of_the_year() {
    let phone = Desk::with(fees::FeeTables::builtin(), &[], "2025-09-15", |_| {}).await;
    conferences(&phone, ContactMeans::Phone, ["2026-04-07", "2026-05-12", "2026-06-09", "2026-07-14"]).await;
    let early = Desk::new(&[]).await;
    conferences(&early, ContactMeans::FaceToFace, ["2026-04-07", "2026-05-12", "2026-06-09", "2026-07-14"]).await;
    for desk in [phone, early] {
        let clerk = desk.clerk().await;
        let page = desk.list(&clerk).await;
        assert!(page.has("<strong>4,091</strong>単位"), "3,512 and 579: {}", page.body);
        let record = clerk.get(&format!("/t/{MONTH}/records/{}", desk.person)).await;
        assert!(record.has("会議の加算 2026年度: 1回(年4回まで)"), "{}", record.body);
    }
}

/// The decision ends with 14 October and goes on from the 15th with another card; the support was on the 8th.
async fn renewed(lacking: &[But], locked: bool, change_card: impl Fn(&mut CardBody)) -> Desk {
    let desk =
        Desk::with(fees::FeeTables::builtin(), lacking, "2026-01-15", |card| card.decided_to = day("2026-10-14")).await;
    change(&desk, AuditKind::CardSaved, async |tx, person| {
        let from = day("2026-10-15");
        let mut body = tx.cards().get(desk.card).await.unwrap().body;
        (body.valid_from, body.decided_from, body.decided_to) = (from, from, day("2027-10-14"));
        change_card(&mut body);
        let card = tx.cards().create(person, &body).await.unwrap();
        if locked {
            tx.cards().lock(card, 1).await.unwrap();
        }
    })
    .await;
    desk
}

#[tokio::test]
async fn a_card_that_is_renewed_within_the_month_leaves_the_support_before_it_valid() {
    let desk = renewed(&[], true, |_| {}).await;
    let page = desk.list(&desk.clerk().await).await;
    assert!(page.has("確認待ち") && page.has("<strong>3,512</strong>単位"), "{}", page.body);
    assert!(!page.has("支給決定期間"), "neither a block nor a warning: {}", page.body);
    for desk in [renewed(&[], false, |_| {}).await, renewed(&[But::Unlocked], true, |_| {}).await] {
        let page = desk.list(&desk.clerk().await).await;
        assert!(page.has("受給者証がロックされていません。"), "both are used: {}", page.body);
    }
    let gap = renewed(&[], true, |card| {
        (card.valid_from, card.decided_from) = (day("2026-10-16"), day("2026-10-16"));
    });
    let moved = renewed(&[], true, |card| card.municipality_no = "131024".parse().unwrap());
    for (desk, from) in [(gap.await, "16"), (moved.await, "15")] {
        let page = desk.list(&desk.clerk().await).await;
        let words = format!("支給決定期間(2026年10月{from}日から)より前の支援です。");
        assert!(page.has(&words) && page.has("阻害あり"), "{}", page.body);
    }
}

#[tokio::test]
async fn without_a_card_the_missing_card_is_the_one_reason() {
    let desk = Desk::with(fees::FeeTables::builtin(), &[], "2026-01-15", |card| {
        (card.valid_from, card.decided_from) = (day("2026-11-01"), day("2026-11-01"));
    })
    .await;
    let clerk = desk.clerk().await;
    let (list, record) = (desk.list(&clerk).await, clerk.get(&format!("/t/{MONTH}/records/{}", desk.person)).await);
    assert_reason(
        &list,
        "この月に有効な受給者証が登録されていません。",
        &format!("{}/people/{}/cards?month={MONTH}", clerk.base, desk.person),
    );
    assert_eq!(list.body.matches("data-severity=\"fault\"").count(), 1, "{}", list.body);
    assert!(record.has("まだ請求できません 1件"), "{}", record.body);
    for page in [list, record] {
        assert!(page.has("有効な受給者証が登録されていません"), "{}", page.body);
        for other in ["ロックされていません", "負担上限月額がありません", "支給決定期間が入力されていません"]
        {
            assert!(!page.has(other), "{other}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn every_other_reason_has_its_words_and_its_place() {
    type Change = fn(&mut RetentionFactsBody);
    let cases: [(Change, &str, &str); 6] = [
        (|facts| facts.contract_on = None, "契約日が入力されていません。", "/retention#f-contract_on"),
        (
            |facts| facts.intent = Intent::Declines,
            "利用意向が「なし」で、断った日が入力されていません(どの月も請求できません)。",
            "/retention#f-declined_on",
        ),
        (
            |facts| (facts.intent, facts.declined_on) = (Intent::Declines, Some("2026-09-30".parse().unwrap())),
            "利用を断った日(2026年9月30日)より後の支援です。",
            "/retention#f-declined_on",
        ),
        (
            |facts| facts.contract_on = Some("2026-10-20".parse().unwrap()),
            "より前の支援です。",
            "/retention#f-contract_on",
        ),
        (
            |facts| facts.left_on = Some("2026-10-01".parse().unwrap()),
            "退所日(2026年10月1日)より後の支援です。",
            "/leaving#f-left_on",
        ),
        (
            |facts| facts.contract_end_on = Some("2026-10-02".parse().unwrap()),
            "契約終了日(2026年10月2日)より後の支援です。",
            "/retention#f-contract_end_on",
        ),
    ];
    for (changed, words, place) in cases {
        let desk = Desk::new(&[]).await;
        change(&desk, AuditKind::RetentionFactsSaved, async |tx, person| {
            let stored = tx.retention_facts().get(person).await.unwrap();
            let mut body = stored.body;
            changed(&mut body);
            tx.retention_facts().save(person, &body, stored.version).await.unwrap();
        })
        .await;
        let clerk = desk.clerk().await;
        assert_reason(&desk.list(&clerk).await, words, &format!("{}/people/{}{place}", clerk.base, desk.person));
    }
}

#[tokio::test]
async fn six_months_and_the_end_of_the_period_have_their_words() {
    let early = Desk::with(FeeTables::builtin(), &[], "2026-04-20", |_| {}).await;
    let clerk = early.clerk().await;
    let href = format!("{}/people/{}/jobs/1#f-hired_on", clerk.base, early.person);
    assert_reason(
        &early.list(&clerk).await,
        "就労が6か月に達していません。利用できるのは2026年10月20日からです。",
        &href,
    );
    let over = Desk::with(FeeTables::builtin(), &[], "2023-03-15", |card| {
        card.valid_from = "2026-04-01".parse().unwrap();
        card.decided_from = card.valid_from;
        card.decided_to = "2027-03-31".parse().unwrap();
    })
    .await;
    let clerk = over.clerk().await;
    let href = format!("{}/people/{}/jobs/1#f-hired_on", clerk.base, over.person);
    assert_reason(&over.list(&clerk).await, "期間満了です。利用できるのは2026年9月14日まででした。", &href);
}

#[tokio::test]
async fn reasons_of_report_card_and_job_have_their_words_and_their_place() {
    for (case, words, place) in [
        (
            0,
            "支援レポートの共有日(2026年11月20日)が提供月の中にありません。",
            "/t/2026-10/records/{}/report#f-shared_on",
        ),
        (
            1,
            "支援レポートが勤務先に共有されておらず、その理由がありません。",
            "/t/2026-10/records/{}/report#f-employer_left_out_reason",
        ),
        (2, "雇用開始日が入力されていません。", "/people/{}/jobs#f-hired_on"),
        (3, "退職日(2026年10月1日)より後の支援です。", "/people/{}/jobs/1#f-hired_on"),
        (4, "支給決定期間(2026年10月5日まで)を過ぎた支援です。", "/people/{}/cards?month=2026-10"),
        (5, "支給決定期間(2026年10月20日から)より前の支援です。", "/people/{}/cards?month=2026-10"),
        (
            6,
            "支援レポートが勤務先に共有されていません。就労の画面で「開示している」人は、理由があっても省けません。",
            "/t/2026-10/records/{}/report#f-to_employer",
        ),
        (7, "支援レポートが本人に共有されていません。", "/t/2026-10/records/{}/report#f-to_person"),
    ] {
        let desk = Desk::with(FeeTables::builtin(), &[], "2026-01-15", |card| match case {
            4 => card.decided_to = "2026-10-05".parse().unwrap(),
            5 => card.decided_from = "2026-10-20".parse().unwrap(),
            _ => {}
        })
        .await;
        change(&desk, AuditKind::SupportReportSaved, async |tx, person| {
            let mut report = report_body(Some("2026-10-25"));
            match case {
                0 => report.shared_on = Some(day("2026-11-20")),
                1 | 6 => report.recipients = vec!["本人".to_owned()],
                7 => report.recipients = vec!["事業主".to_owned()],
                _ => {}
            }
            let stored = tx.support_reports().get(person, month()).await.unwrap();
            tx.support_reports().save(person, month(), &report, stored.version).await.unwrap();
            let job = tx.employments().of_person(person).await.unwrap().remove(0);
            match case {
                1 => {
                    let untold = EmploymentBody { disclosed_to_employer: None, ..job.body };
                    tx.employments().update(job.id, &untold, job.version).await.unwrap();
                }
                2 => {
                    tx.employments().remove(job.id, job.version).await.unwrap();
                }
                3 => {
                    let ended = EmploymentBody { ended_on: Some(day("2026-10-01")), ..job.body };
                    tx.employments().update(job.id, &ended, job.version).await.unwrap();
                }
                _ => {}
            }
        })
        .await;
        let clerk = desk.clerk().await;
        let href = format!("{}{}", clerk.base, place.replace("{}", &desk.person.to_string()));
        assert_reason(&desk.list(&clerk).await, words, &href);
    }
}

#[tokio::test]
async fn a_person_who_is_not_claimed_leaves_the_claim() {
    let desk = Desk::new(&[]).await;
    change(&desk, AuditKind::ContactSaved, async |tx, _| {
        let stored = tx.contacts().get(desk.contact).await.unwrap();
        let body = ContactBody { billing: ContactBilling::None, ..stored.body };
        tx.contacts().update(desk.contact, &body, stored.version).await.unwrap();
    })
    .await;
    let page = desk.list(&desk.clerk().await).await;
    assert!(page.has("請求しない 1人") && page.has("請求する(0人)"), "{}", page.body);
}

#[tokio::test]
async fn g_08_a_burden_managed_elsewhere_is_entered_and_counts() {
    let manager = |card: &mut CardBody| card.cap_manager = Some("9910100016".parse().unwrap());
    let desk = Desk::with(FeeTables::builtin(), &[], "2026-01-15", manager).await;
    let clerk = desk.clerk().await;
    let detail = format!("/t/{MONTH}/claim/people/{}", desk.person);
    let page = desk.list(&clerk).await;
    assert_reason(&page, "上限額管理の結果がまだ入力されていません。", &format!("{}{detail}#month-facts", clerk.base));
    let wrong = clerk.post(&detail, &[("version", ""), ("cap_result", "3")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = clerk.post(&detail, &[("version", ""), ("cap_result", "3"), ("cap_amount", "1,300")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = clerk.get(&detail).await;
    assert!(page.has("35,120円") && page.has("1,300円") && page.has("33,820円"), "{}", page.body);
    assert!(page.has("算定していないもの") && page.has("なぜこの金額か"));
    desk.requested().await;
    let frozen = clerk.post(&detail, &[("version", "1"), ("cap_result", "3"), ("cap_amount", "0")]).await;
    assert_eq!(frozen.status, StatusCode::CONFLICT, "the month is requested: {}", frozen.body);
}
