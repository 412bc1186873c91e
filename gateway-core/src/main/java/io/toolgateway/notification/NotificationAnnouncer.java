package io.toolgateway.notification;

import io.toolgateway.proposal.ChainPosition;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.Announcer;
import io.toolgateway.store.Outbox;
import io.toolgateway.store.SideEffect;
import io.toolgateway.store.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Sends notifications in the transaction of the move: one message for each channel that wants it, so that each is delivered or given
 * up for itself and no second step has to take one message apart.
 */
final class NotificationAnnouncer implements Announcer {

    private final Notifications notifications;
    private final MoveNews news;

    NotificationAnnouncer(Notifications notifications, Function<String, Set<String>> settlers) {
        this.notifications = notifications;
        this.news = new MoveNews(settlers);
    }

    @Override
    public List<SideEffect.Send> announce(News move) {
        List<SideEffect.Send> messages = new ArrayList<>();
        news.of(move).ifPresent(one -> send(one, Instant.EPOCH, messages));
        if (mayBeReminded(move)) {
            MoveNews.reminder(move.after(), notifications.reminder())
                    .filter(one -> isInTime(one, move))
                    .ifPresent(one -> send(one, one.occurredAt(), messages));
        }
        return messages;
    }

    /** Whenever somebody else may decide: for a channel that had it before it is the same message. */
    private static boolean mayBeReminded(News move) {
        Proposal after = move.after();
        ChainPosition chain = after.content().chain();
        return after.status() == ProposalStatus.PENDING && (chain == null || chain.index() == 0);
    }

    private static boolean isInTime(Notification reminder, News move) {
        Instant due = reminder.occurredAt();
        return due.isAfter(move.at()) && due.isBefore(move.at().plus(Outbox.KEPT_FOR));
    }

    private void send(Notification notification, Instant notBefore, List<SideEffect.Send> messages) {
        for (Subscription subscription : notifications.subscriptions()) {
            if (subscription.wants(notification)) {
                messages.add(new SideEffect.Send(
                        SideEffect.Send.idOf("tgn2", notification.id().toString(), subscription.name()),
                        new Topic(
                                subscription.topicKind(),
                                notification.tenant(),
                                notification.proposal().toString()),
                        NotificationForm.write(notification),
                        notBefore));
            }
        }
    }
}
