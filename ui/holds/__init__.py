"""Blood thinners before a procedure: the policy, the evidence, the clock."""
