//! What is done. Most is told as it is; what sales does depends on what has become of somebody
//! meanwhile, since flows work on deals and tasks as well.

use runnel_model::{
    Contact, Deal, DealStatus, Edit, InputBody, LifecycleStage, Money, PipelineId, StageId, Task,
    TaskStatus,
};

/// Something that is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Told as it is.
    Told(InputBody),
    /// Sales begins to work on a deal, unless there is an open one.
    DealOpened {
        /// What it is about.
        name: String,
        /// In which pipeline.
        pipeline: PipelineId,
        /// In which stage.
        stage: StageId,
        /// What it may be worth.
        amount: Money,
    },
    /// Sales closes every deal that is open, and the tasks with them.
    DealsClosed {
        /// Or lost.
        won: bool,
    },
}

impl Deed {
    /// What it leads to for whom it concerns, as they are now. Nobody: it is not known who that is.
    pub fn inputs(self, contact: Option<&Contact>) -> Vec<InputBody> {
        let open = || contact.is_some_and(|contact| contact.deals.iter().any(is_open));
        match self {
            Self::Told(body) => vec![body],
            Self::DealOpened { .. } if open() => Vec::new(),
            Self::DealOpened { name, pipeline, stage, amount } => {
                let (stage, amount) = (Some(stage), Some(amount));
                vec![by_sales(Edit::CreateDeal { name, pipeline, stage, amount })]
            }
            Self::DealsClosed { won } => {
                contact.map(|contact| close(contact, won)).unwrap_or_default()
            }
        }
    }
}

fn close(contact: &Contact, won: bool) -> Vec<InputBody> {
    let stage = StageId::parse(if won { "won" } else { "lost" }).expect("a plain id");
    let deals = contact.deals.iter().filter(|deal| is_open(deal));
    let moves = deals.map(|deal| Edit::MoveDeal { deal: deal.id, stage: stage.clone() });
    let open = |task: &&Task| task.status == TaskStatus::Open;
    let tasks = contact.tasks.iter().filter(open);
    let done = tasks.map(|task| Edit::CompleteTask { task: task.id });
    let mut edits: Vec<Edit> = moves.collect();
    if won && !edits.is_empty() {
        edits.push(Edit::SetStage(LifecycleStage::Customer));
    }
    edits.into_iter().chain(done).map(by_sales).collect()
}

fn is_open(deal: &Deal) -> bool {
    deal.status == DealStatus::Open
}

/// Who works on deals.
const SALES: &str = "Ada (sales)";

pub(super) fn by_sales(edit: Edit) -> InputBody {
    InputBody::Edit { by: SALES.into(), edit }
}

#[cfg(test)]
mod tests {
    use runnel_model::{ContactId, DealId, Timestamp};

    use super::*;

    fn contact(status: DealStatus) -> Contact {
        let mut contact = Contact::new(ContactId(1), Timestamp::from_ms(1));
        contact.deals.push(Deal {
            id: DealId(7),
            name: "Order".into(),
            pipeline: PipelineId::parse("sales").unwrap(),
            stage: StageId::parse("hot").unwrap(),
            status,
            amount: None,
            created_at: Timestamp::from_ms(1),
            moved_at: Timestamp::from_ms(1),
        });
        contact
    }

    fn opened() -> Deed {
        Deed::DealOpened {
            name: "Order".into(),
            pipeline: PipelineId::parse("sales").unwrap(),
            stage: StageId::parse("new").unwrap(),
            amount: Money { amount_minor: 1, currency: "EUR".into() },
        }
    }

    #[test]
    fn a_deal_is_opened_unless_one_is_open() {
        assert_eq!(opened().inputs(Some(&contact(DealStatus::Open))), []);
        assert_eq!(opened().inputs(Some(&contact(DealStatus::Lost))).len(), 1);
        assert_eq!(opened().inputs(None).len(), 1);
    }

    #[test]
    fn who_buys_becomes_a_customer_and_a_deal_that_is_closed_stays_so() {
        let open = contact(DealStatus::Open);
        let edits = Deed::DealsClosed { won: true }.inputs(Some(&open));
        let won = StageId::parse("won").unwrap();
        let expect = [
            Edit::MoveDeal { deal: DealId(7), stage: won },
            Edit::SetStage(LifecycleStage::Customer),
        ];
        assert_eq!(edits, expect.map(by_sales));
        assert_eq!(Deed::DealsClosed { won: false }.inputs(Some(&open)).len(), 1);
        let lost = contact(DealStatus::Lost);
        assert_eq!(Deed::DealsClosed { won: true }.inputs(Some(&lost)), []);
    }
}
