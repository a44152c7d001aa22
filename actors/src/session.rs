//! The session actor: a thin shell over the session state machine, one per active session.
//!
//! It answers each batch with its rows and its new state, so that the site's table always holds the state as of the
//! last complete chunk. A crash loses nothing: the site revives it from the table.

use std::sync::Arc;

use engine::{Batch, ChunkClocks, FrameError, Interner, Outcome, SiteId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;

/// The actor.
pub struct SessionActor;

/// What it is asked.
pub enum SessionMessage {
    /// Run these steps over the open session.
    Run {
        /// The steps and the state they start from.
        batch: Arc<Batch>,
        /// The chunk's clock points.
        clocks: Arc<ChunkClocks>,
        /// Where the outcome goes; dropped where the machine panics.
        reply: oneshot::Sender<Result<Outcome, FrameError>>,
    },
}

/// What the site keeps to build it again.
pub struct SessionArguments {
    /// The site.
    pub site: SiteId,
    /// Shared columns.
    pub interner: Arc<Interner>,
}

impl Actor for SessionActor {
    type Msg = SessionMessage;
    type State = SessionArguments;
    type Arguments = SessionArguments;

    async fn pre_start(
        &self,
        _myself: ActorRef<Self::Msg>,
        arguments: Self::Arguments,
    ) -> Result<Self::State, ActorProcessingErr> {
        Ok(arguments)
    }

    async fn handle(
        &self,
        _myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        let SessionMessage::Run {
            batch,
            clocks,
            reply,
        } = message;
        crate::faults::panic_on_marked(&batch);
        let outcome = batch.run(&state.site, &clocks, &state.interner);
        // The site has given up on the chunk; it will be replayed.
        let _ = reply.send(outcome);
        Ok(())
    }
}
