package io.github.refundworker.ops.drill;

/**
 * The ids of one phase of one drill. A request's number can be read back from its id, so that a million requests need
 * no map.
 *
 * @param prefix distinguishes the phase from every other drill on the same stack
 */
record DrillNames(String prefix) {

    String chargeId(int charge) {
        return prefix + "c-" + charge;
    }

    String requestId(int request) {
        return prefix + "r-" + request;
    }

    boolean isChargeOfPhase(String chargeId) {
        return chargeId.startsWith(prefix);
    }

    /** Of a charge of this phase. */
    int chargeNumber(String chargeId) {
        return Integer.parseInt(chargeId, prefix.length() + 2, chargeId.length(), 10);
    }

    /** The request's number, or -1 if the id is not of this phase. */
    int requestNumber(String requestId) {
        int from = prefix.length() + 2;
        if (requestId.length() <= from || !requestId.startsWith(prefix)) {
            return -1;
        }
        try {
            return Integer.parseInt(requestId, from, requestId.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
