package io.github.refundworker.decide;

/** An input is in another partition than its charge's inputs, or under another charge's key. */
final class MisplacedInputException extends RuntimeException {
    MisplacedInputException(String message) {
        super(message);
    }
}
