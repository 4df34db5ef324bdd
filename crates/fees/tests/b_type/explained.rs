//! One month with everything said about it.
use super::support::*;

#[test]
fn a_month_explains_itself() {
    let result = assess("2024-07", |facts| {
        facts.office.operator = fees::b_type::facts::Operator::Public;
        facts.office.capability.transport = Some(1);
        facts.office.capability.treatment_improvement = Some("II".into());
        facts.person.started_on = Some("2024-06-10".parse().unwrap());
        facts.person.granted_days = Some(4);
        facts.days = attended_days([1, 2, 8, 9, 10]);
        facts.days.iter_mut().for_each(|day| day.transport_out = 1);
        facts.days[0].meal = true;
        facts.days.extend((15..=19).map(absent));
    });
    insta::assert_snapshot!(told(&result));
}

fn told(result: &fees::Assessment) -> String {
    let mut text = String::new();
    for line in &result.lines {
        let mark = if line.verified { "" } else { " 未検証" };
        let (name, units, count, sum) = (&line.name, line.units.0, line.count, line.service_units.0);
        text += &format!(
            "明細 {} {name} {units} × {count} = {sum}{mark} {:?} [{}]\n",
            line.code_ja(),
            line.days,
            line.rule
        );
    }
    text += &format!(
        "合計 {} 日数 {}/{}/{}\n",
        result.total_units, result.base_days, result.claim_days, result.service_days
    );
    for step in &result.steps {
        let inputs: Vec<String> = step.inputs.iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect();
        text +=
            &format!("計算 [{}] {} | {} | {} = {}\n", step.rule, step.text, step.source, inputs.join(" "), step.value);
    }
    for reason in &result.not_applied {
        text += &format!("不算定 [{}] {} {:?} {:?}\n", reason.rule, reason.reason, reason.missing, reason.days);
    }
    for finding in &result.findings {
        text +=
            &format!("確認 [{}] {} | {} | {}\n", finding.code, finding.place.text, finding.what, finding.how_to_fix);
    }
    text
}
