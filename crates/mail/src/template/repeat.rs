//! `{% for item in event.items %} … {% else %} … {% endfor %}`, with `limit: 3`.
//!
//! The standard library's counts up to whatever a range says and goes round without being counted.
//! This one has no ranges, and each round costs as many steps as there are places in it: the scanner
//! has counted them and wrote `cost: N` at the end of the tag.

use std::io::Write;

use liquid_core::model::KString;
use liquid_core::parser::BlockElement;
use liquid_core::runtime::{Interrupt, InterruptRegister, Template};
use liquid_core::{
    BlockReflection, Expression, Language, Object, ParseBlock, Renderable, Result, Runtime,
    TagBlock, TagTokenIter, Value, ValueView,
};

use super::limits::STEPS_MAX;
use super::meter::spend;
use super::scope::Scope;

/// The block `for`.
#[derive(Clone, Copy, Debug)]
pub struct ForBlock;

#[derive(Debug)]
struct For {
    item: KString,
    list: Expression,
    limit: Option<Expression>,
    cost: usize,
    body: Template,
    otherwise: Template,
}

impl BlockReflection for ForBlock {
    fn start_tag(&self) -> &str {
        "for"
    }

    fn end_tag(&self) -> &str {
        "endfor"
    }

    fn description(&self) -> &str {
        "goes through a list"
    }
}

impl ParseBlock for ForBlock {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        mut tokens: TagBlock<'_, '_>,
        language: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let item = arguments.expect_next("a name expected")?.expect_identifier().into_result()?;
        let item = KString::from_ref(item);
        arguments.expect_next("\"in\" expected")?.expect_str("in").into_result()?;
        let list = arguments.expect_next("a list expected")?.expect_value().into_result()?;
        let (limit, cost) = parse_settings(&mut arguments)?;
        arguments.expect_nothing()?;
        let (body, otherwise) = parse_bodies(&mut tokens, language)?;
        tokens.assert_empty();
        Ok(Box::new(For { item, list, limit, cost, body, otherwise }))
    }

    fn reflection(&self) -> &dyn BlockReflection {
        self
    }
}

/// `limit: 3`, or nothing, then the cost.
fn parse_settings(arguments: &mut TagTokenIter<'_>) -> Result<(Option<Expression>, usize)> {
    let mut limit = None;
    let mut word = arguments.expect_next("a cost expected")?;
    if word.as_str() == "limit" {
        limit = Some(parse_setting(arguments)?);
        word = arguments.expect_next("a cost expected")?;
    }
    word.expect_str("cost").into_result_custom_msg("only \"limit: 3\" may follow the list")?;
    let cost = parse_setting(arguments)?.into_literal().and_then(Value::into_scalar);
    let cost = cost.and_then(|cost| usize::try_from(cost.to_integer()?).ok());
    Ok((limit, cost.unwrap_or(STEPS_MAX)))
}

fn parse_setting(arguments: &mut TagTokenIter<'_>) -> Result<Expression> {
    arguments.expect_next("\":\" expected")?.expect_str(":").into_result()?;
    arguments.expect_next("a number expected")?.expect_value().into_result()
}

fn parse_bodies(
    tokens: &mut TagBlock<'_, '_>,
    language: &Language,
) -> Result<(Template, Template)> {
    let (mut body, mut otherwise) = (Vec::new(), Vec::new());
    while let Some(element) = tokens.next()? {
        match element {
            BlockElement::Tag(mut tag) if tag.name() == "else" => {
                tag.tokens().expect_nothing()?;
                otherwise = tokens.parse_all(language)?;
                break;
            }
            element => body.push(element.parse(tokens, language)?),
        }
    }
    Ok((Template::new(body), Template::new(otherwise)))
}

impl For {
    fn items(&self, runtime: &dyn Runtime) -> Result<Vec<Value>> {
        let list = self.list.evaluate(runtime)?;
        let Some(array) = list.as_array() else { return Ok(Vec::new()) };
        let limit = match &self.limit {
            Some(limit) => limit.evaluate(runtime)?.as_scalar().and_then(|n| n.to_integer()),
            None => None,
        };
        let rounds = limit.unwrap_or(array.size()).clamp(0, array.size());
        let rounds = usize::try_from(rounds).unwrap_or(0);
        spend(runtime, rounds.saturating_mul(self.cost))?;
        Ok(array.values().take(rounds).map(ValueView::to_value).collect())
    }
}

impl Renderable for For {
    fn render_to(&self, writer: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        let items = self.items(runtime)?;
        if items.is_empty() {
            return self.otherwise.render_to(writer, runtime);
        }
        let last = items.len() - 1;
        for (index, item) in items.into_iter().enumerate() {
            let names = Object::from_iter([
                ("forloop".into(), position(index, last)),
                (self.item.clone(), item),
            ]);
            let scope = Scope::new(runtime, &names);
            self.body.render_to(writer, &scope)?;
            let interrupt = scope.registers().get_mut::<InterruptRegister>().reset();
            if matches!(interrupt, Some(Interrupt::Break)) {
                break;
            }
        }
        Ok(())
    }
}

fn position(index: usize, last: usize) -> Value {
    Value::Object(Object::from_iter([
        ("index".into(), Value::scalar(index as i64 + 1)),
        ("index0".into(), Value::scalar(index as i64)),
        ("length".into(), Value::scalar(last as i64 + 1)),
        ("first".into(), Value::scalar(index == 0)),
        ("last".into(), Value::scalar(index == last)),
    ]))
}
