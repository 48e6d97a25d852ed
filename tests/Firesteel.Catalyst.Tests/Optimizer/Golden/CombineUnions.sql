select a from t union all select x from s union all select k from n;
