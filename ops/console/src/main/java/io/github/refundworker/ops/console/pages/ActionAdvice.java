package io.github.refundworker.ops.console.pages;

import io.github.refundworker.chargelog.PartitionCountException;
import io.github.refundworker.ops.audit.AuditTopicException;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.NotAllowedException;
import io.github.refundworker.ops.console.act.NotDoneException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What a person reads when something was not done. */
@ControllerAdvice
class ActionAdvice {

    @ExceptionHandler
    void notDone(NotDoneException e, HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_CONFLICT, e.getMessage());
    }

    @ExceptionHandler({
        BrokerUnreachableException.class,
        NotAllowedException.class,
        PartitionCountException.class,
        AuditTopicException.class
    })
    void unavailable(RuntimeException e, HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.getMessage());
    }
}
