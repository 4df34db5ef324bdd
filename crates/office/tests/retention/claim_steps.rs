//! 請求一覧: the list, the plan, the tick, 請求する, 請求キャンセル – who may and what each frees. Names begin with the line of the checklist they hold.
use crate::fixtures::desk::*;
use axum::http::StatusCode;
use store::{AuditEvent, AuditKind, ClaimStage, ContactBilling, ContactKind, ContactMeans, EntityKind, Role, Subject};

#[tokio::test]
async fn jr_38_the_months_with_records_are_in_the_pull_down() {
    let desk = Desk::new(&[]).await;
    let clerk = desk.clerk().await;
    let page = desk.list(&clerk).await;
    assert!(
        page.has("<option value=\"2026-10\" selected>2026年10月提供 2026年12月請求 記録1件</option>"),
        "{}",
        page.body
    );
    let chosen = clerk.get("/t/claim?month=2026-10").await;
    assert_eq!(chosen.to, format!("{}/t/{MONTH}/claim", clerk.base));
    assert_eq!(clerk.get("/t/2026-13/claim").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn jr_39_the_label_is_two_months_later_and_the_button_works_from_the_next_month_on() {
    let mut desk = Desk::new(&[]).await;
    let page = desk.list(&desk.clerk().await).await;
    assert!(page.has("2026年10月提供 2026年12月請求"), "{}", page.body);
    assert!(page.has("2026年11月1日(日)〜10日(火)") && page.has("支払: 2026年12月") && page.has("締切まで あと5日"));
    desk.house.app.clock = office::Clock::Fixed("2026-10-31T05:00:00Z".parse().unwrap());
    let (chief, clerk) = (desk.chief().await, desk.clerk().await);
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
    let early = desk.on_several(&clerk, "request", &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.has("月が終わるまでは請求できません") && early.has("11月1日"), "{}", early.body);
    assert_eq!(desk.stage().await, Some(ClaimStage::Checked));
    desk.house.app.clock = office::Clock::Fixed("2026-10-31T15:00:00Z".parse().unwrap());
    let clerk = desk.clerk().await;
    let open = desk.on_several(&clerk, "request", &[]).await;
    assert_eq!(open.status, StatusCode::SEE_OTHER, "midnight in Japan: {}", open.body);
}

#[tokio::test]
async fn jr_40_jr_41_a_plan_without_its_pdf_is_a_cross_with_its_warning_and_so_is_no_plan() {
    let desk = Desk::new(&[But::NoPdf]).await;
    let chief = desk.chief().await;
    let page = desk.list(&chief).await;
    assert!(page.has("計画はありますが、PDFがありません。未作成は減算の対象です"), "{}", page.body);
    assert!(page.has("基本報酬×50%(4か月目)"), "July to October: {}", page.body);
    assert!(page.has("確認待ち"), "a warning, not a block");
    // the tick asks what the × means
    let asked = desk.press(&chief, "check").await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.has("「未作成として減算」を選ぶか") && asked.has("計画・PDFを付けに戻る"), "{}", asked.body);
    assert_eq!(desk.stage().await, None);
    assert_eq!(desk.press(&chief, "unmade").await.status, StatusCode::SEE_OTHER);
    let page = desk.list(&chief).await;
    assert!(page.has("未作成として減算: 基本報酬×50%(4か月目)") && page.has("センター長✓"), "{}", page.body);
    assert!(page.has("<strong>1,756</strong>単位"), "3,512 halved: {}", page.body);

    let none = Desk::new(&[But::NoPdf]).await;
    let tx = none.house.app.store.begin(&none.actor(), none.house.app.clock.now()).await.unwrap();
    tx.support_plans().remove(none.plan, 1).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::SupportPlanSaved, Subject::new(EntityKind::Person, none.person)))
        .await
        .unwrap();
    assert!(none.list(&chief_of(&none).await).await.has("計画がありません。未作成は減算の対象です"));
}

#[tokio::test]
async fn a_pdf_that_comes_later_takes_the_cross_away() {
    let desk = Desk::new(&[But::NoPdf]).await;
    let chief = desk.chief().await;
    let tx = desk.house.app.store.begin(&desk.actor(), desk.house.app.clock.now()).await.unwrap();
    tx.attachments().add(EntityKind::SupportPlan, desk.plan, "計画.pdf", PDF).await.unwrap();
    tx.commit(AuditEvent::new(AuditKind::AttachmentAdded, Subject::new(EntityKind::SupportPlan, desk.plan)))
        .await
        .unwrap();
    let page = desk.list(&chief).await;
    assert!(!page.has("未作成は減算の対象です") && page.has("<strong>3,512</strong>単位"), "{}", page.body);
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_requested_month_keeps_its_reduction_and_a_late_pdf_frees_the_months_after_it() {
    let desk = Desk::new(&[But::NoPdf]).await;
    let (chief, clerk) = (desk.chief().await, desk.clerk().await);
    assert_eq!(desk.press(&chief, "unmade").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.on_several(&clerk, "request", &[]).await.status, StatusCode::SEE_OTHER);
    change(&desk, AuditKind::AttachmentAdded, async |tx, _| {
        tx.attachments().add(EntityKind::SupportPlan, desk.plan, "計画.pdf", PDF).await.unwrap();
    })
    .await;
    let plans = format!("/people/{}/plans", desk.person);
    let page = chief.get(&plans).await;
    assert!(page.has("<strong>4か月目 基本報酬×50%</strong>(請求中)"), "October as requested: {}", page.body);
    assert_eq!(page.body.matches("基本報酬×").count(), 1, "no other month is reduced: {}", page.body);
    let november = chief.get("/t/2026-11/claim").await;
    assert!(november.has("data-kind=\"ok\">○") && !november.has("減算"), "{}", november.body);
    // taking it back is no matter for what was requested
    let back = [("act", "back"), ("said_from", "2026-07"), ("facts_version", "2")];
    assert_eq!(chief.post(&format!("{plans}/unmade"), &back).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.on_several(&clerk, "cancel", &[("why", "確かめるため")]).await.status, StatusCode::SEE_OTHER);
    let page = desk.list(&chief).await;
    assert!(page.has("<strong>1,756</strong>単位"), "under the tick nothing changes: {}", page.body);
    assert_eq!(desk.press(&chief, "uncheck").await.status, StatusCode::SEE_OTHER);
    let page = desk.list(&chief).await;
    assert!(page.has("<strong>3,512</strong>単位") && page.has("data-kind=\"ok\">○"), "{}", page.body);
}

#[tokio::test]
async fn a_plan_made_in_the_month_for_the_next_one_ends_the_cross_in_that_month() {
    let desk = Desk::new(&[But::NoPdf]).await;
    change(&desk, AuditKind::SupportPlanSaved, async |tx, person| {
        tx.support_plans().remove(desk.plan, 1).await.unwrap();
        let next = plan_body("2026-10-28", "2026-11-01", "2027-04-30");
        let next = tx.support_plans().create(person, &next).await.unwrap();
        tx.attachments().add(EntityKind::SupportPlan, next, "計画.pdf", PDF).await.unwrap();
    })
    .await;
    let chief = desk.chief().await;
    let page = desk.list(&chief).await;
    assert!(page.has("data-kind=\"ok\">○") && page.has("<strong>3,512</strong>単位"), "{}", page.body);
    let page = chief.get(&format!("/people/{}/plans", desk.person)).await;
    assert!(page.has("未作成とすると 3か月目") && !page.has("未作成とすると 4か月目"), "September: {}", page.body);
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn somebody_may_be_without_a_plan_more_than_once() {
    let desk = Desk::new(&[But::NoPdf]).await;
    let july: kernel::Month = "2026-07".parse().unwrap();
    change(&desk, AuditKind::ClaimRequested, async |tx, person| {
        let stored = tx.retention_facts().get(person).await.unwrap();
        let mut facts = stored.body;
        facts.plan_unmade.say(store::UnmadeMonths { from: july, to: None });
        tx.retention_facts().save(person, &facts, stored.version).await.unwrap();
        let made = plan_body("2026-08-05", "2026-08-05", "2026-09-30");
        let made = tx.support_plans().create(person, &made).await.unwrap();
        tx.attachments().add(EntityKind::SupportPlan, made, "計画.pdf", PDF).await.unwrap();
        let plan = store::CheckedPlan { made: false, unmade_month: Some(1) };
        let version = tx.retention_claims().check(person, july, plan, None).await.unwrap();
        tx.retention_claims().request(person, july, "{}", Some(version)).await.unwrap();
    })
    .await;
    let chief = desk.chief().await;
    let plans = format!("/people/{}/plans", desk.person);
    let page = desk.list(&chief).await;
    assert!(page.has("令和8年10月から未作成として減算して、チェックする"), "{}", page.body);
    // a month that is requested is said again only as it stands
    let said = [("unmade_from", "2026/6"), ("unmade_to", "2026/7"), ("facts_version", "2")];
    let page = chief.post(&format!("{plans}/unmade"), &said).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("令和8年7月の請求に使う内容のため変更できません"), "{}", page.body);
    let said = [("unmade_from", "2026/8"), ("facts_version", "2")];
    let page = chief.post(&format!("{plans}/unmade"), &said).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("その月には、PDFの付いた支援計画があります"), "{}", page.body);
    assert_eq!(desk.press(&chief, "unmade").await.status, StatusCode::SEE_OTHER);
    let page = desk.list(&chief).await;
    assert!(
        page.has("未作成として減算: 基本報酬×70%(1か月目)") && page.has("<strong>2,458</strong>単位"),
        "{}",
        page.body
    );
    let page = chief.get(&plans).await;
    assert!(page.has("令和8年7月から、計画を作った月の前の月まで減算します"), "{}", page.body);
    assert!(page.has("令和8年10月から、計画を作った月の前の月まで減算します"), "{}", page.body);
    assert!(page.has("基本報酬×70%</strong>(請求中)") && page.has("基本報酬×70%</strong>(センター長チェック済み)"));
    let back = [("act", "back"), ("said_from", "2026-10"), ("facts_version", "3")];
    assert_eq!(chief.post(&format!("{plans}/unmade"), &back).await.status, StatusCode::SEE_OTHER);
    let page = chief.get(&plans).await;
    assert!(page.has("基本報酬×70%</strong>(請求中)") && page.has("基本報酬×70%</strong>(センター長チェック済み)"));
    assert!(!page.has("令和8年10月から、計画を作った"), "{}", page.body);
}

#[tokio::test]
async fn contract_and_leaving_that_a_ticked_month_reads_are_refused_by_name() {
    let desk = Desk::new(&[]).await;
    let (chief, manager) = (desk.chief().await, desk.client(Role::Manager).await);
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
    let person = format!("/people/{}", desk.person);
    let later = [("version", "1"), ("intent", "wants"), ("contract_on", "2026-10-20")];
    let first = [("version", "1"), ("intent", "wants"), ("contract_on", "2026-07-15"), ("from_other_provider", "1")];
    for (path, fields) in [
        ("retention", &later[..]),
        ("leaving", &[("version", "1"), ("left_on", "2026-10-31")]),
        ("resigned", &[("version", "1"), ("resigned_on", "2026-10-01")]),
    ] {
        let page = manager.post(&format!("{person}/{path}"), fields).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{path}: {}", page.body);
        assert!(page.has("令和8年10月の請求に使う内容のため変更できません"), "{path}: {}", page.body);
        assert!(page.has(&format!("value=\"{}\"", fields.last().unwrap().1)), "nothing typed is lost: {}", page.body);
    }
    // what lies after the month, and what only the first month of use reads, is free
    let page = manager.post(&format!("{person}/leaving"), &[("version", "1"), ("left_on", "2026-11-01")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = manager.post(&format!("{person}/retention"), &first).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
}

#[tokio::test]
async fn a_ticked_row_that_something_blocks_is_told_and_not_counted_as_ready() {
    let desk = Desk::new(&[]).await;
    let (chief, clerk) = (desk.chief().await, desk.clerk().await);
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
    assert!(desk.list(&clerk).await.has("請求する(1人)"));
    change(&desk, AuditKind::EmploymentSaved, async |tx, person| {
        let job = tx.employments().of_person(person).await.unwrap().remove(0);
        let later = store::EmploymentBody { hired_on: Some(day("2026-06-01")), ..job.body };
        tx.employments().update(job.id, &later, job.version).await.unwrap();
    })
    .await;
    let page = desk.list(&chief).await;
    assert!(page.has("阻害あり") && page.has("就労が6か月に達していません"), "{}", page.body);
    assert!(page.has("阻害あり 1人") && !page.has("センター長✓"), "{}", page.body);
    assert!(page.has("value=\"uncheck\""), "the way back is there: {}", page.body);
    assert!(desk.list(&clerk).await.has("請求する(0人)"));
    assert_eq!(desk.press(&chief, "uncheck").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn jr_42_only_the_responsible_person_ticks_and_who_and_when_stand_there() {
    let desk = Desk::new(&[]).await;
    for role in [Role::SupportStaff, Role::ClaimsClerk, Role::Viewer] {
        let client = desk.client(role).await;
        assert!(!desk.list(&client).await.has("value=\"check\""), "{role:?} has no button");
        assert_eq!(desk.press(&client, "check").await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let chief = desk.chief().await;
    assert!(desk.list(&chief).await.has("value=\"check\""));
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
    let page = desk.list(&chief).await;
    assert!(page.has("☑ サービス管理責任者の職員 2026-11-05 10:00"), "{}", page.body);
    let audit = desk.read().audit().list(None, 50).await.unwrap();
    assert!(audit.iter().any(|entry| entry.kind == AuditKind::ChiefChecked));
}

#[tokio::test]
async fn jr_43_jr_44_the_ticked_are_requested_and_the_workbook_comes_out() {
    let desk = Desk::new(&[]).await;
    let (chief, clerk) = (desk.chief().await, desk.clerk().await);
    let nobody = clerk.get(&format!("/t/{MONTH}/claim/simple.xlsx")).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.has("簡単請求のExcelはまだありません"));
    let empty = clerk.post(&format!("/t/{MONTH}/claim/request"), &[("people", "")]).await;
    assert!(empty.has("センター長チェックの付いた人がいない"), "{}", empty.body);
    let unticked = desk.on_several(&clerk, "request", &[]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unticked.has("センター長チェックがまだのため"), "{}", unticked.body);
    assert_eq!(desk.press(&chief, "check").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.on_several(&clerk, "request", &[]).await.status, StatusCode::SEE_OTHER);
    let page = desk.list(&clerk).await;
    assert!(
        page.has("請求中") && page.has("simple.xlsx") && page.has("請求する: 請求担当の職員 2026-11-05"),
        "{}",
        page.body
    );
    let (status, kind, book) = bytes(&clerk, &format!("/t/{MONTH}/claim/simple.xlsx")).await;
    assert_eq!((status, kind.contains("spreadsheetml")), (StatusCode::OK, true));
    let cells = cells(&book);
    for cell in ["2026-10", "131016", "9900000011", "見本 続", "8日", "2026-10-25", "3512", "35120", "31608"] {
        assert!(cells.iter().any(|known| known == cell), "{cell} {cells:?}");
    }
    let audit = desk.read().audit().list(None, 50).await.unwrap();
    assert!(audit.iter().any(|entry| entry.kind == AuditKind::Exported && entry.detail["what"] == "simple.xlsx"));
}

#[tokio::test]
async fn the_workbook_names_the_days_that_are_claimed_and_no_others() {
    let desk = Desk::new(&[]).await;
    // a telephone call counts for nothing, whatever is marked on it
    let call = contact("2026-10-15", ContactMeans::Phone, ContactBilling::BaseAndConference1, ContactKind::Simple);
    let call = store::ContactBody { special_area: true, ..call };
    change(&desk, AuditKind::ContactSaved, async |tx, person| {
        tx.contacts().create(person, &call).await.unwrap();
    })
    .await;
    let (_, clerk) = desk.requested().await;
    let (_, _, book) = bytes(&clerk, &format!("/t/{MONTH}/claim/simple.xlsx")).await;
    let cells = cells(&book);
    assert!(cells.iter().any(|cell| cell == "8日"), "{cells:?}");
    assert!(!cells.iter().any(|cell| cell.contains("15日")), "{cells:?}");
}

#[tokio::test]
async fn jr_45_cancel_then_untick_frees_exactly_what_it_should() {
    let desk = Desk::new(&[]).await;
    assert_eq!(desk.free().await, [true; 5]);
    let (chief, clerk) = desk.requested().await;
    assert_eq!(desk.free().await, [false; 5], "requested: everything stays");
    let early = desk.press(&chief, "uncheck").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "the tick stays while it is requested");
    assert!(early.has("先に「請求キャンセル」をしてください"), "{}", early.body);
    let no_reason = desk.on_several(&clerk, "cancel", &[("why", " ")]).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_reason.has("取り消す理由が入っていません"));
    assert_eq!(desk.stage().await, Some(ClaimStage::Requested));
    assert_eq!(desk.on_several(&clerk, "cancel", &[("why", "支援日の誤り")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.stage().await, Some(ClaimStage::Checked));
    assert_eq!(desk.free().await, [false, false, false, false, true], "加算情報 alone are free");
    assert!(desk.list(&clerk).await.has("キャンセル: 支援日の誤り"));
    assert_eq!(desk.press(&chief, "uncheck").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.free().await, [true; 5]);
    assert!(desk.list(&clerk).await.has("確認待ち"));
}

#[tokio::test]
async fn g_07_a_claim_that_was_sent_is_cancelled_with_a_reason_that_stays() {
    let desk = Desk::new(&[]).await;
    let (_, clerk) = desk.requested().await;
    let output = clerk.get(&format!("/t/{MONTH}/claim/output")).await;
    assert!(output.has("送信済みにする(1人)") && output.has("data-confirm"), "{}", output.body);
    assert_eq!(desk.on_several(&clerk, "sent", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.stage().await, Some(ClaimStage::Sent));
    assert_eq!(desk.free().await, [false; 5]);
    let page = desk.list(&clerk).await;
    assert!(page.has("送信済み: 請求担当の職員") && page.has("取り下げや過誤の手続き"), "{}", page.body);
    let again = desk.on_several(&clerk, "request", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a sent claim is not requested a second time");
    assert_eq!(desk.on_several(&clerk, "cancel", &[("why", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.on_several(&clerk, "cancel", &[("why", "過誤の申立て")]).await.status, StatusCode::SEE_OTHER);
    let claim = desk.claim().await;
    assert!(claim.sent.is_none() && claim.cancelled[0].was_sent && claim.cancelled[0].why == "過誤の申立て");
    assert!(desk.list(&clerk).await.has("キャンセル(送信後): 過誤の申立て"));
}

#[tokio::test]
async fn two_people_at_once_do_not_overwrite_each_other() {
    let desk = Desk::new(&[]).await;
    let (chief, clerk) = desk.requested().await;
    let path = format!("/t/{MONTH}/claim/cancel");
    let (id, old) = (desk.person.to_string(), "1");
    let key = format!("v_{id}");
    let late = clerk.post(&path, &[("people", &id), (&key, old), ("why", "古い画面から")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.has("開いたあとに、ほかの画面か別の人が保存しました") && late.has("value=\"古い画面から\""),
        "{}",
        late.body
    );
    assert_eq!(desk.stage().await, Some(ClaimStage::Requested));
    let tick = chief.post(&format!("/t/{MONTH}/claim/check/{id}"), &[("act", "uncheck"), ("version", old)]).await;
    assert_eq!(tick.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn jr_53_an_empty_month_names_the_months_that_have_records() {
    let desk = Desk::new(&[]).await;
    let clerk = desk.clerk().await;
    let page = clerk.get("/t/2026-08/claim").await;
    assert!(page.has("この月には支援記録がありません"), "{}", page.body);
    assert!(page.has(&format!("<a href=\"{}/t/2026-10/claim\">2026年10月提供 2026年12月請求</a>", clerk.base)));
}

#[tokio::test]
async fn jr_54_without_additions_the_claim_stops_with_the_way_to_it() {
    let desk = Desk::new(&[But::NoAdditions]).await;
    let clerk = desk.clerk().await;
    let stopped = desk.on_several(&clerk, "request", &[]).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.has("この月の加算情報が登録されていません"), "{}", stopped.body);
    assert!(stopped.has(&format!("<a href=\"{}/t/{MONTH}/additions\">加算情報を開く</a>", clerk.base)));
    assert_reason(
        &desk.list(&clerk).await,
        "この月の加算情報が登録されていません。",
        &format!("{}/t/{MONTH}/additions#f-press", clerk.base),
    );
}

#[tokio::test]
async fn jr_55_jr_56_jr_57_jr_58_the_whole_way_of_a_month_with_two_accounts() {
    let desk = Desk::new(&[But::Undecided, But::Unlocked, But::NoAdditions, But::NoPdf]).await;
    let (chief, clerk) = (desk.chief().await, desk.clerk().await);
    let (base, id) = (clerk.base.clone(), desk.person);
    // 1 請求未定
    let page = desk.list(&clerk).await;
    assert_reason(&page, "請求の有無が未定の支援記録があります。", &format!("{base}/t/{MONTH}/records/{id}#f-billing"));
    assert!(page.has("請求できない理由\"><li data-severity=\"fault\""), "a list that is read aloud, not a hover");
    // 2 基本請求
    let fields = [
        ("on", "8"),
        ("means", "face_to_face"),
        ("place", "center"),
        ("billing", "base"),
        ("text", "職場のようすを聞いた"),
        ("version", "1"),
        ("contact", &desk.contact.to_string()),
    ];
    let saved = clerk.post(&format!("/t/{MONTH}/records/{id}"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = desk.list(&clerk).await;
    assert!(!page.has("未定の支援記録"));
    assert_reason(&page, "受給者証がロックされていません。", &format!("{base}/people/{id}/cards?month={MONTH}"));
    // 3 ロック
    let locked = clerk.post(&format!("/people/{id}/cards/{}/lock", desk.card), &[("version", "1")]).await;
    assert_eq!(locked.status, StatusCode::SEE_OTHER, "{}", locked.body);
    let page = desk.list(&clerk).await;
    assert!(!page.has("ロックされていません"));
    assert_reason(&page, "この月の加算情報が登録されていません。", &format!("{base}/t/{MONTH}/additions#f-press"));
    // 4 加算情報, first press by the clerk
    let additions = [
        ("area_class", "その他"),
        ("unit_price", "10"),
        ("numerator", "20"),
        ("denominator", "20"),
        ("results_structure", "0"),
        ("job_coach", "0"),
        ("special_area", "0"),
        ("treatment_improvement", "none"),
        ("disclosure_missing", "0"),
        ("continuity_plan_missing", "0"),
        ("abuse_prevention_missing", "0"),
        ("act", "press"),
    ];
    let path = format!("/t/{MONTH}/additions");
    let pressed = clerk.post(&path, &additions).await;
    assert_eq!(pressed.status, StatusCode::SEE_OTHER, "{}", pressed.body);
    let page = desk.list(&clerk).await;
    assert_reason(&page, "この月の加算情報が承認待ちです。", &format!("{base}/t/{MONTH}/additions#f-press"));
    let stopped = desk.on_several(&clerk, "request", &[]).await;
    assert!(stopped.has("別のサービス管理責任者か管理者"), "it says who must approve: {}", stopped.body);
    // 5 second press by the other account
    let mut second = additions.to_vec();
    second.push(("version", "1"));
    let pressed = chief.post(&path, &second).await;
    assert_eq!(pressed.status, StatusCode::SEE_OTHER, "{}", pressed.body);
    let page = desk.list(&clerk).await;
    assert!(page.has("確認待ち") && !page.has("阻害あり"), "{}", page.body);
    // 6 ×, still claimable
    assert!(page.has("PDFがありません。未作成は減算の対象です"));
    // 7 センター長✓
    assert_eq!(desk.press(&chief, "unmade").await.status, StatusCode::SEE_OTHER);
    assert!(desk.list(&clerk).await.has("センター長✓"));
    // 8 請求する
    assert_eq!(desk.on_several(&clerk, "request", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.free().await, [false; 5]);
    assert_eq!(bytes(&clerk, &format!("/t/{MONTH}/claim/simple.xlsx")).await.0, StatusCode::OK);
    let record = clerk.get(&format!("/t/{MONTH}/records/{id}")).await;
    assert!(record.has("請求キャンセル"), "the record says what frees it: {}", record.body);
    // 9 請求キャンセル, 10 the tick removed
    assert_eq!(desk.on_several(&clerk, "cancel", &[("why", "確かめるため")]).await.status, StatusCode::SEE_OTHER);
    assert!(desk.list(&clerk).await.has("センター長✓"));
    assert_eq!(desk.press(&chief, "uncheck").await.status, StatusCode::SEE_OTHER);
    assert!(desk.list(&clerk).await.has("確認待ち"));
    assert_eq!(desk.free().await, [true; 5]);
}
