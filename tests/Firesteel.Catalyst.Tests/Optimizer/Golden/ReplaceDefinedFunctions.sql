select if(a > 1, b, 0), nvl(a, b), nullif(a, 1), a between 1 and 2 from t;
