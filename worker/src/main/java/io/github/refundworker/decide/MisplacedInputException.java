package io.github.refundworker.decide;

/** An input lies where its charge's inputs do not. */
final class MisplacedInputException extends RuntimeException {
    MisplacedInputException(String message) {
        super(message);
    }
}
